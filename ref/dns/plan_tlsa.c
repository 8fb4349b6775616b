/* The last questions of a plan: TLSA of its targets (RFC 7673 3.3). */
#include "dns/plan_private.h"

#include "lib/mem.h"

bool plan_ask_tlsa(struct plan *p)
{
	bool any = false;

	for (size_t i = 0; i < p->n_targets; i++) {
		struct plan_target *t = &p->target[i];

		if (plan_tlsa_wanted(p->dane, t))
			any = true;
		else
			t->tlsa = (struct plan_lookup){ .asked = true,
				                        .answered = true,
				                        .outcome = DNS_NO_DATA };
	}
	if (any)
		p->stage = ASK_TLSA;
	return any;
}

/* What is not secure may have been put there by anybody, and is as if it were not
 * there (RFC 6698 4.1). */
void plan_keep_tlsa(struct plan *p, size_t i, const struct dns_reply *r)
{
	if (r->outcome != DNS_DATA || !r->secure || r->tlsa.n == 0)
		return;
	p->where.tlsa[i] = mem_alloc(sizeof *p->where.tlsa[i]);
	*p->where.tlsa[i] = r->tlsa;
}
