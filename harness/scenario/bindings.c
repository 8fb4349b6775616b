/* What $names stand for. */
#include <assert.h>
#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"
#include "scenario/payload.h"

struct bindings {
	struct map *map;	/* name -> struct value */
};

struct value {
	size_t n;
	char bytes[];
};

struct bindings *bindings_new(void)
{
	struct bindings *b = mem_zalloc(sizeof *b);

	b->map = map_new();
	return b;
}

void bindings_free(struct bindings **bp)
{
	size_t pos = 0;
	struct view key;
	void *value;

	if (*bp == NULL)
		return;
	while (map_next((*bp)->map, &pos, &key, &value))
		free(value);
	map_free(&(*bp)->map);
	free(*bp);
	*bp = NULL;
}

struct bindings *bindings_copy(const struct bindings *b)
{
	struct bindings *copy = bindings_new();
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(b->map, &pos, &key, &value)) {
		const struct value *v = value;

		bindings_set(copy, key, (struct view){ v->bytes, v->n });
	}
	return copy;
}

bool bindings_get(const struct bindings *b, struct view name, struct view *out)
{
	const struct value *v = map_get(b->map, name);

	if (v == NULL)
		return false;
	*out = (struct view){ v->bytes, v->n };
	return true;
}

void bindings_set(struct bindings *b, struct view name, struct view value)
{
	struct value *v = mem_alloc(sizeof *v + value.n + 1);

	v->n = value.n;
	for (size_t i = 0; i < value.n; i++)
		v->bytes[i] = value.p[i];
	v->bytes[value.n] = '\0';
	free(map_put(b->map, name, v));
}
