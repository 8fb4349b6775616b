#include "scenario/counted.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/text.h"

struct counted {
	const struct step *step;
	size_t n, left;
	size_t lowest;		/* that has not come yet */
	bool *came;		/* [0..n]; of number 0: unused */
};

struct counted *counted_new(const struct step *s)
{
	struct counted *c = mem_zalloc(sizeof *c);
	uint64_t n = 0;

	text_u64(view_of(s->arg[0]), 1, COUNTED_MOST, &n);
	c->step = s;
	c->n = c->left = (size_t)n;
	c->lowest = 1;
	c->came = mem_array(c->n + 1, sizeof *c->came);
	return c;
}

void counted_free(struct counted **cp)
{
	if (*cp == NULL)
		return;
	free((*cp)->came);
	free(*cp);
	*cp = NULL;
}

size_t counted_left(const struct counted *c)
{
	return c->left;
}

static void take(struct counted *c, size_t number)
{
	c->came[number] = true;
	c->left--;
	while (c->lowest <= c->n && c->came[c->lowest])
		c->lowest++;
}

static bool fits(const struct counted *c, size_t number, const struct unit *u, struct bindings *b,
                 struct mismatch *m)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", number);
	bindings_set(b, VIEW(COUNTED_NAME), view_of(text));
	for (size_t i = 0; i < c->step->n_payload; i++) {
		if (m != NULL)
			mismatch_free(m);
		if (payload_matches(c->step->payload[i], u, b, m))
			return true;
	}
	return false;
}

bool counted_take(struct counted *c, const struct unit *u, struct bindings *b, struct mismatch *m)
{
	for (size_t k = c->lowest; k <= c->n; k++)
		if (!c->came[k] && fits(c, k, u, b, k == c->lowest ? m : NULL)) {
			if (m != NULL)
				mismatch_free(m);
			take(c, k);
			return true;
		}
	return false;
}
