#include "partner/tally.h"

#include <stdlib.h>
#include <string.h>

#include "lib/map.h"
#include "lib/mem.h"

struct tally {
	size_t each, n;
	char *block;
	char **domain; /* primary; whose the i-th block is */
};

static void fill(struct tally *t, const struct partners *p)
{
	const struct partner *partner;
	struct view domain;
	size_t pos = 0;

	t->n = partners_count(p);
	t->block = mem_array(t->n, t->each);
	t->domain = mem_array(t->n, sizeof *t->domain);
	while (partners_next(p, &pos, &domain, &partner))
		if (t->domain[partner->number] == NULL)
			t->domain[partner->number] = mem_strdup(partner->domain);
}

static void empty(struct tally *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->domain[i]);
	free(t->domain);
	free(t->block);
}

struct tally *tally_new(const struct partners *p, size_t each)
{
	struct tally *t = mem_zalloc(sizeof *t);

	t->each = each;
	fill(t, p);
	return t;
}

void tally_free(struct tally **tp)
{
	struct tally *t = *tp;

	*tp = NULL;
	if (t == NULL)
		return;
	empty(t);
	free(t);
}

void *tally_of(const struct tally *t, const struct partner *p)
{
	return t->block + p->number * t->each;
}

void tally_follow(struct tally *t, const struct partners *next)
{
	struct tally old = *t;
	struct map *of = map_new();

	for (size_t i = 0; i < old.n; i++)
		map_put(of, view_of(old.domain[i]), old.block + i * old.each);
	fill(t, next);
	for (size_t i = 0; i < t->n; i++) {
		const char *block = map_get(of, view_of(t->domain[i]));

		if (block != NULL)
			memcpy(t->block + i * t->each, block, t->each);
	}
	map_free(&of);
	empty(&old);
}
