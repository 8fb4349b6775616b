/* cells.h - the product of policies and partners, in a fixed order.
 *
 * Without TLS a partner's certificate is never seen: such cells stand once, with
 * PROOF_VALID; and no server has TLS without a certificate.  Policies that no configuration may have are left out.
 */
#ifndef HARNESS_CELLS_H
#define HARNESS_CELLS_H

#include "model/model.h"

struct cells {
	struct cell *item;
	unsigned *number; /* of each in the whole product, from 1: stable */
	size_t n;
};

/* All of one direction. */
void cells_all(const struct model *m, bool inbound, struct cells *out);
/* Of those the fewest that a greedy choice finds in which every two values of two
 * factors that meet in the product meet; the outcome is a factor, too. */
void cells_pairwise(const struct model *m, const struct cells *all, struct cells *out);
void cells_free(struct cells *c);

#endif
