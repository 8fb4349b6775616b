/* tally.h - one block of counters for each partner, kept over a reload.
 *
 * Bounded by partners.yml: what a peer calls itself makes no counter.  Finding
 * a block costs an addition, so that a message may be counted.
 */
#ifndef REF_PARTNER_TALLY_H
#define REF_PARTNER_TALLY_H

#include "partner/partner.h"

struct tally;

/* Blocks of `each` bytes, zeroed. */
struct tally *tally_new(const struct partners *p, size_t each);
void tally_free(struct tally **tp);

/* The block of a partner of the list that is followed now. */
void *tally_of(const struct tally *t, const struct partner *p);

/* From now on for this list: a partner that was in the old one, by its primary
 * domain, keeps its block. */
void tally_follow(struct tally *t, const struct partners *next);

#endif
