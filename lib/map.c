/* Entries stand in one array in the order they came; a table of twice that
 * size, probed linearly, holds their numbers.  A removed entry stays behind as
 * a hole, so that nothing moves under a walk; holes go when the array is full. */
#include "lib/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rng.h"
#include "lib/siphash.h"

#define CAP_MIN 8	/* entries; a power of two, as every capacity */
#define CAP_MAX (UINT32_C(1) << 30)

struct entry {
	uint64_t hash;
	char *key;		/* NULL: a hole */
	size_t key_len;
	void *value;
};

struct map {
	struct entry *entry;
	uint32_t *slot;		/* number of an entry plus one; 0: free */
	uint32_t cap;		/* of entry; slot has twice as many */
	uint32_t used;		/* entries and holes */
	uint32_t count;		/* entries */
	uint64_t seed[2];
};

/* SipHash-1-3.  Its value never leaves the process, so the byte order of the
 * machine does. */
static uint64_t hash(const struct map *m, struct view key)
{
	uint64_t v[4], word, last = (uint64_t)key.n << 56;
	size_t i;

	siphash_begin(v, m->seed);
	for (i = 0; key.n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, key.p + i, sizeof word);
		v[3] ^= word;
		siphash_round(v);
		v[0] ^= word;
	}
	for (int shift = 0; i < key.n; i++, shift += 8)
		last |= (uint64_t)(unsigned char)key.p[i] << shift;
	v[3] ^= last;
	siphash_round(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	siphash_round(v);
	siphash_round(v);
	siphash_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct map *map_new(void)
{
	struct map *m = mem_zalloc(sizeof *m);

	rng_bytes(m->seed, sizeof m->seed);
	return m;
}

static void release(struct map *m)
{
	free(m->entry);
	free(m->slot);
	m->entry = NULL;
	m->slot = NULL;
	m->cap = 0;
	m->used = 0;
}

void map_free(struct map **mp)
{
	struct map *m = *mp;

	if (m == NULL)
		return;
	for (uint32_t i = 0; i < m->used; i++)
		free(m->entry[i].key);
	release(m);
	free(m);
	*mp = NULL;
}

static uint32_t slot_mask(const struct map *m)
{
	return m->cap * 2 - 1;
}

static struct entry *find(const struct map *m, struct view key, uint64_t h)
{
	uint32_t i, mask;
	struct entry *e;

	if (m->count == 0)
		return NULL;
	mask = slot_mask(m);
	for (i = (uint32_t)h & mask; m->slot[i] != 0; i = (i + 1) & mask) {
		e = &m->entry[m->slot[i] - 1];
		if (e->key != NULL && e->hash == h && e->key_len == key.n &&
		    (key.n == 0 || memcmp(e->key, key.p, key.n) == 0))
			return e;
	}
	return NULL;
}

static void link_entry(struct map *m, uint32_t number)
{
	uint32_t mask = slot_mask(m);
	uint32_t i = (uint32_t)m->entry[number].hash & mask;

	while (m->slot[i] != 0)
		i = (i + 1) & mask;
	m->slot[i] = number + 1;
}

/* Leaves the holes behind, in an array that is at most half full. */
static void rebuild(struct map *m)
{
	struct entry *old = m->entry;
	uint32_t old_used = m->used;
	uint32_t cap = CAP_MIN;

	assert(m->count < CAP_MAX / 2);
	while (cap / 2 < m->count)
		cap *= 2;
	free(m->slot);
	m->slot = mem_array((size_t)cap * 2, sizeof *m->slot);
	m->entry = mem_array(cap, sizeof *m->entry);
	m->cap = cap;
	m->used = 0;
	for (uint32_t i = 0; i < old_used; i++)
		if (old[i].key != NULL) {
			m->entry[m->used] = old[i];
			link_entry(m, m->used++);
		}
	free(old);
}

void *map_get(const struct map *m, struct view key)
{
	struct entry *e = m->count != 0 ? find(m, key, hash(m, key)) : NULL;

	return e != NULL ? e->value : NULL;
}

void *map_put(struct map *m, struct view key, void *value)
{
	uint64_t h = hash(m, key);
	struct entry *e = find(m, key, h);
	void *before;

	assert(value != NULL);
	if (e != NULL) {
		before = e->value;
		e->value = value;
		return before;
	}
	if (m->used == m->cap)
		rebuild(m);
	m->entry[m->used] = (struct entry){ h, view_dup(key), key.n, value };
	link_entry(m, m->used++);
	m->count++;
	return NULL;
}

void *map_remove(struct map *m, struct view key)
{
	struct entry *e = m->count != 0 ? find(m, key, hash(m, key)) : NULL;
	void *value;

	if (e == NULL)
		return NULL;
	value = e->value;
	free(e->key);
	e->key = NULL;
	if (--m->count == 0)
		release(m);	/* a burst must not leave its memory behind */
	return value;
}

size_t map_count(const struct map *m)
{
	return m->count;
}

bool map_next(const struct map *m, size_t *pos, struct view *key, void **value)
{
	const struct entry *e;

	while (*pos < m->used) {
		e = &m->entry[(*pos)++];
		if (e->key == NULL)
			continue;
		if (key != NULL)
			*key = (struct view){ e->key, e->key_len };
		if (value != NULL)
			*value = e->value;
		return true;
	}
	return false;
}
