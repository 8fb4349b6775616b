#include "model/cells.h"

#include <stdlib.h>

#include "lib/mem.h"

void cells_all(const struct model *m, bool inbound, struct cells *out)
{
	size_t most = MODEL_POLICIES * OFFER_COUNT * 2 * PROOF_COUNT;
	unsigned number = 0;

	*out = (struct cells){ mem_array(most, sizeof *out->item),
		               mem_array(most, sizeof *out->number), 0 };
	for (size_t p = 0; p < MODEL_POLICIES; p++)
		for (int o = 0; o < OFFER_COUNT; o++)
			for (int d = 0; d < 2; d++)
				for (int c = 0; c < PROOF_COUNT; c++) {
					number++;
					if (m->policy[p].refused ||
					    (o == OFFER_NOTHING && c != PROOF_VALID) ||
					    (!inbound && c == PROOF_NONE))
						continue;
					out->item[out->n] = (struct cell){
						p, inbound, (enum offer)o, d == 0, (enum proof)c
					};
					out->number[out->n++] = number;
				}
}

/* --- each two values meet -------------------------------------------------------------- */

enum { FACTORS = 5 };

static size_t value(const struct model *m, const struct cell *c, size_t factor)
{
	const size_t v[FACTORS] = { c->policy, c->offer, c->dialback, c->proof,
		                    model_outcome(m, c).way };

	return v[factor];
}

static bool meet(const struct model *m, const struct cell *a, const struct cell *b, size_t f,
                 size_t g)
{
	return value(m, a, f) == value(m, b, f) && value(m, a, g) == value(m, b, g);
}

/* How many pairs of values `c` has that none of `chosen` has. */
static size_t new_pairs(const struct model *m, const struct cells *chosen, const struct cell *c)
{
	size_t n = 0;

	for (size_t f = 0; f < FACTORS; f++)
		for (size_t g = f + 1; g < FACTORS; g++) {
			size_t i = 0;

			while (i < chosen->n && !meet(m, &chosen->item[i], c, f, g))
				i++;
			n += i == chosen->n;
		}
	return n;
}

static void keep_in_order(struct cells *c)
{
	for (size_t i = 1; i < c->n; i++)
		for (size_t k = i; k > 0 && c->number[k - 1] > c->number[k]; k--) {
			struct cell cell = c->item[k];
			unsigned number = c->number[k];

			c->item[k] = c->item[k - 1];
			c->number[k] = c->number[k - 1];
			c->item[k - 1] = cell;
			c->number[k - 1] = number;
		}
}

void cells_pairwise(const struct model *m, const struct cells *all, struct cells *out)
{
	*out = (struct cells){ mem_array(all->n + 1, sizeof *out->item),
		               mem_array(all->n + 1, sizeof *out->number), 0 };
	for (;;) {
		size_t best = 0, at = 0;

		for (size_t i = 0; i < all->n; i++) {
			size_t n = new_pairs(m, out, &all->item[i]);

			if (n > best) {
				best = n;
				at = i;
			}
		}
		if (best == 0)
			break;
		out->item[out->n] = all->item[at];
		out->number[out->n++] = all->number[at];
	}
	keep_in_order(out);
}

void cells_free(struct cells *c)
{
	free(c->item);
	free(c->number);
	*c = (struct cells){ 0 };
}
