#include "run/critical.h"

#include <string.h>

static bool kills_one_that_breaks(const struct scenario *s, const struct mutants *m,
                                  const char *id)
{
	for (size_t i = 0; i < s->kills.n; i++) {
		const struct mutant *one = mutant_find(m, s->kills.item[i].text);

		if (one != NULL && mutant_breaks(one, id))
			return true;
	}
	return false;
}

void critical_unnoticed(const struct suite *s, const struct catalogue *cat,
                        const struct mutants *m,
                        void (*fn)(void *arg, const struct requirement *q,
                                   const struct scenario *by),
                        void *arg)
{
	for (size_t k = 0; k < catalogue_count(cat); k++) {
		const struct requirement *q = catalogue_at(cat, k);
		const struct scenario *by = NULL;
		bool noticed = false;

		if (strcmp(q->severity, "critical") != 0)
			continue;
		for (size_t i = 0; i < s->n && !noticed; i++) {
			const struct scenario *one = s->item[i];

			if (one->canary.text != NULL || !words_have(&one->proves, q->id))
				continue;
			if (by == NULL)
				by = one;
			noticed = kills_one_that_breaks(one, m, q->id);
		}
		if (by != NULL && !noticed)
			fn(arg, q, by);
	}
}
