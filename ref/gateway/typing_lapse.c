#include "gateway/typing_lapse.h"

#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

struct lapse {
	struct region *memory;
	struct typed typed;
	uint64_t due;
};

struct typing_lapses {
	struct map *by_key;
};

static void copy(const struct typed *from, struct region *r, struct typed *to)
{
	const struct view in[] = { from->from.local, from->from.domain, from->from.resource,
		                   from->to.local,   from->to.domain,   from->to.resource,
		                   from->thread };
	struct view *const out[] = { &to->from.local, &to->from.domain, &to->from.resource,
		                     &to->to.local,   &to->to.domain,   &to->to.resource,
		                     &to->thread };

	for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
		*out[i] = region_copy(r, in[i]);
}

static void lapse_free(struct lapse *x)
{
	if (x == NULL)
		return;
	region_free(&x->memory);
	free(x);
}

struct typing_lapses *typing_lapses_new(void)
{
	struct typing_lapses *l = mem_zalloc(sizeof *l);

	l->by_key = map_new();
	return l;
}

void typing_lapses_free(struct typing_lapses **lp)
{
	struct typing_lapses *l = *lp;
	size_t pos = 0;
	struct view key;
	void *value;

	*lp = NULL;
	if (l == NULL)
		return;
	while (map_next(l->by_key, &pos, &key, &value))
		lapse_free(value);
	map_free(&l->by_key);
	free(l);
}

bool typing_lapses_begin(struct typing_lapses *l, struct view key, const struct typed *t,
                         uint64_t due)
{
	struct lapse *x;

	typing_lapses_end(l, key);
	if (map_count(l->by_key) >= TYPING_LAPSES_MAX)
		return false;
	x = mem_zalloc(sizeof *x);
	x->memory = region_new();
	x->due = due;
	copy(t, x->memory, &x->typed);
	map_put(l->by_key, key, x);
	return true;
}

void typing_lapses_end(struct typing_lapses *l, struct view key)
{
	lapse_free(map_remove(l->by_key, key));
}

/* There are few, and they are looked through when the timer says so. */
static const struct lapse *first(const struct typing_lapses *l, struct view *key)
{
	const struct lapse *best = NULL;
	size_t pos = 0;
	struct view k;
	void *value;

	while (map_next(l->by_key, &pos, &k, &value)) {
		const struct lapse *x = value;

		if (best == NULL || x->due < best->due) {
			best = x;
			*key = k;
		}
	}
	return best;
}

uint64_t typing_lapses_next(const struct typing_lapses *l)
{
	struct view key;
	const struct lapse *x = first(l, &key);

	return x != NULL ? x->due : UINT64_MAX;
}

bool typing_lapses_take(struct typing_lapses *l, uint64_t now, struct region *r,
                        struct typed *out)
{
	struct view key;
	const struct lapse *x = first(l, &key);

	if (x == NULL || x->due > now)
		return false;
	copy(&x->typed, r, out);
	lapse_free(map_remove(l->by_key, key));
	return true;
}

size_t typing_lapses_count(const struct typing_lapses *l)
{
	return map_count(l->by_key);
}
