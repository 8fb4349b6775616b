/* Numbers only rise, so that entries stand in their order when each is put behind
 * the last, and are found by halving.  A removed entry stays behind as a hole, so
 * that nothing moves under a walk; holes go when the array is full. */
#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

#define CAP_MIN 8

struct entry {
	uint64_t id;
	void *value; /* NULL: a hole */
};

struct ids {
	struct entry *entry;
	size_t cap, used; /* entries and holes */
	size_t count;     /* entries */
	uint64_t last;    /* the largest that was ever in it */
};

struct ids *ids_new(void)
{
	return mem_zalloc(sizeof(struct ids));
}

void ids_free(struct ids **ip)
{
	if (*ip == NULL)
		return;
	free((*ip)->entry);
	free(*ip);
	*ip = NULL;
}

/* Room for one more: without holes, if that makes it at most half full. */
static void make_room(struct ids *ids)
{
	size_t n = 0;

	for (size_t i = 0; i < ids->used; i++)
		if (ids->entry[i].value != NULL)
			ids->entry[n++] = ids->entry[i];
	ids->used = n;
	if (n > ids->cap / 2 || ids->cap == 0) {
		ids->cap = ids->cap != 0 ? 2 * ids->cap : CAP_MIN;
		ids->entry = mem_resize(ids->entry, ids->cap * sizeof *ids->entry);
	}
}

void ids_put(struct ids *ids, uint64_t id, void *value)
{
	assert(value != NULL && id > ids->last);
	if (ids->used == ids->cap)
		make_room(ids);
	ids->entry[ids->used++] = (struct entry){ id, value };
	ids->count++;
	ids->last = id;
}

uint64_t ids_add(struct ids *ids, void *value)
{
	/* One row of numbers for all tables: a number that strays into the
	 * wrong table finds nothing there. */
	static _Atomic uint64_t last;
	uint64_t id = atomic_fetch_add(&last, 1) + 1;

	ids_put(ids, id, value);
	return id;
}

static struct entry *find(const struct ids *ids, uint64_t id)
{
	size_t from = 0, to = ids->used;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (ids->entry[mid].id < id)
			from = mid + 1;
		else
			to = mid;
	}
	return from < ids->used && ids->entry[from].id == id ? &ids->entry[from] : NULL;
}

void *ids_get(const struct ids *ids, uint64_t id)
{
	const struct entry *e = find(ids, id);

	return e != NULL ? e->value : NULL;
}

void *ids_remove(struct ids *ids, uint64_t id)
{
	struct entry *e = find(ids, id);
	void *value = e != NULL ? e->value : NULL;

	if (value == NULL)
		return NULL;
	e->value = NULL;
	if (--ids->count != 0)
		return value;
	ids->used = 0;
	/* A burst must not leave its memory behind. */
	if (ids->cap > CAP_MIN * 16) {
		free(ids->entry);
		ids->entry = NULL;
		ids->cap = 0;
	}
	return value;
}

size_t ids_count(const struct ids *ids)
{
	return ids->count;
}

bool ids_next(const struct ids *ids, size_t *pos, uint64_t *id, void **value)
{
	while (*pos < ids->used) {
		const struct entry *e = &ids->entry[(*pos)++];

		if (e->value == NULL)
			continue;
		if (id != NULL)
			*id = e->id;
		*value = e->value;
		return true;
	}
	return false;
}
