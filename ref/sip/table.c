#include "sip/table.h"

#include <stdlib.h>

#include "lib/mem.h"

#define BUCKETS_MIN 64

void sip_table_free(struct sip_table *t)
{
	free(t->bucket);
	*t = (struct sip_table){ NULL, 0, 0 };
}

static struct sip_entry **place(const struct sip_table *t, uint64_t hash)
{
	return &t->bucket[hash & (t->n_buckets - 1)];
}

static void grow(struct sip_table *t)
{
	struct sip_table old = *t;

	t->n_buckets = old.n_buckets != 0 ? old.n_buckets * 2 : BUCKETS_MIN;
	t->bucket = mem_array(t->n_buckets, sizeof *t->bucket);
	for (size_t i = 0; i < old.n_buckets; i++)
		while (old.bucket[i] != NULL) {
			struct sip_entry *e = old.bucket[i], **at = place(t, e->hash);

			old.bucket[i] = e->next;
			e->next = *at;
			*at = e;
		}
	free(old.bucket);
}

void sip_table_add(struct sip_table *t, struct sip_entry *e, uint64_t hash)
{
	struct sip_entry **at;

	if (t->count == t->n_buckets)
		grow(t);
	at = place(t, hash);
	*e = (struct sip_entry){ *at, hash };
	*at = e;
	t->count++;
}

void sip_table_remove(struct sip_table *t, struct sip_entry *e)
{
	struct sip_entry **at = place(t, e->hash);

	while (*at != e)
		at = &(*at)->next;
	*at = e->next;
	t->count--;
}

static struct sip_entry *same(struct sip_entry *e, uint64_t hash)
{
	while (e != NULL && e->hash != hash)
		e = e->next;
	return e;
}

struct sip_entry *sip_table_first(const struct sip_table *t, uint64_t hash)
{
	return t->n_buckets != 0 ? same(*place(t, hash), hash) : NULL;
}

struct sip_entry *sip_table_next(const struct sip_entry *e)
{
	return same(e->next, e->hash);
}

struct sip_entry *sip_table_bucket(const struct sip_table *t, size_t *pos)
{
	while (*pos < t->n_buckets) {
		struct sip_entry *e = t->bucket[(*pos)++];

		if (e != NULL)
			return e;
	}
	return NULL;
}
