#include "lib/counts.h"

#include <stdint.h>
#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

struct counts {
	struct map *of; /* the count itself stands where the pointer would */
	size_t all;
};

struct counts *counts_new(void)
{
	struct counts *c = mem_zalloc(sizeof *c);

	c->of = map_new();
	return c;
}

void counts_free(struct counts **cp)
{
	struct counts *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	map_free(&c->of);
	free(c);
}

void counts_add(struct counts *c, struct view key)
{
	map_put(c->of, key, (void *)(counts_of(c, key) + 1));
	c->all++;
}

void counts_remove(struct counts *c, struct view key)
{
	size_t n = counts_of(c, key);

	if (n == 0)
		return;
	c->all--;
	if (n > 1)
		map_put(c->of, key, (void *)(n - 1));
	else
		map_remove(c->of, key);
}

size_t counts_of(const struct counts *c, struct view key)
{
	return (uintptr_t)map_get(c->of, key);
}

size_t counts_all(const struct counts *c)
{
	return c->all;
}
