/* partner_set.h - the allow-list in memory; for partner*.c only. */
#ifndef REF_PARTNER_PARTNER_SET_H
#define REF_PARTNER_PARTNER_SET_H

#include "partner/partner.h"
#include "lib/map.h"
#include "lib/region.h"

struct partner_domain {
	struct view name;		/* prepared */
	const struct partner *partner;
};

struct partners {
	struct region *memory;		/* partners and all texts */
	struct map *by_domain;		/* prepared name -> struct partner */
	struct partner_domain *domain;	/* in the order of the file */
	size_t n, cap;
	size_t count;			/* partners, not domains */
	char digest[65];
};

struct partners *partners_new(void);
/* `domain` must not be there yet; it and `partner` live in p->memory. */
void partners_add(struct partners *p, struct view domain,
                  const struct partner *partner);
void partners_seal(struct partners *p);		/* counts, makes the digest */

#endif
