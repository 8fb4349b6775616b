/* table.h - hash to entry; the entry is part of what is found, and one hash may
 * have several.  The hash is a keyed one (hash.h), so it is used as it is.
 */
#ifndef REF_SIP_TABLE_H
#define REF_SIP_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct sip_entry {
	struct sip_entry *next;
	uint64_t hash;
};

struct sip_table {		/* zeroed: empty */
	struct sip_entry **bucket;
	size_t n_buckets;	/* 0 or a power of two */
	size_t count;
};

void sip_table_free(struct sip_table *t);	/* not the entries */
void sip_table_add(struct sip_table *t, struct sip_entry *e, uint64_t hash);
void sip_table_remove(struct sip_table *t, struct sip_entry *e);
/* The first with that hash, then the next after `e`; NULL: no more. */
struct sip_entry *sip_table_first(const struct sip_table *t, uint64_t hash);
struct sip_entry *sip_table_next(const struct sip_entry *e);
/* To see all: the first entry of the next bucket that has one, the others of it by
 * ->next; NULL: that was all.  Start with *pos 0.  Entries may be removed
 * meanwhile (not the next of the one at hand); when some are added, none is left
 * out, but some may be seen twice. */
struct sip_entry *sip_table_bucket(const struct sip_table *t, size_t *pos);

#endif
