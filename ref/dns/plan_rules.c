/* What a plan decides, apart from what it does about it. */
#include "dns/plan_private.h"

bool plan_tlsa_wanted(bool dane, const struct plan_target *t)
{
	bool found = false;

	for (int f = 0; f < FAMILIES; f++) {
		if (t->of[f].n != 0 && !t->of[f].secure)
			return false;
		found = found || t->of[f].n != 0;
	}
	return dane && t->way_secure && found;
}

bool plan_target_usable(const struct plan_target *t)
{
	/* Half of a forged target is no target. */
	if (t->of[0].outcome == DNS_BOGUS || t->of[1].outcome == DNS_BOGUS)
		return false;
	/* Whoever is on the way could keep what it says from us. */
	return !t->tlsa.answered ||
	       (t->tlsa.outcome != DNS_BOGUS && t->tlsa.outcome != DNS_FAILED);
}

bool plan_forged(const struct plan *p)
{
	for (size_t i = 0; i < p->n_services; i++)
		if (p->service[i].of.outcome == DNS_BOGUS)
			return true;
	return false;
}

/* The other list (XEP-0368), or the other family of each target.  Never TLSA: what it
 * would have said is not known. */
bool plan_could_go_on(const struct plan *p)
{
	bool targets = false;

	if (p->stage == ASK_SRV && p->merged) {
		for (size_t i = 0; i < p->n_services; i++)
			targets = targets || p->service[i].n != 0;
		return targets;
	}
	if (p->stage != ASK_ADDRESSES)
		return false;
	for (size_t i = 0; i < p->n_targets; i++) {
		const struct plan_lookup *of = p->target[i].of;

		if ((!of[0].answered && of[1].n == 0) || (!of[1].answered && of[0].n == 0))
			return false;
	}
	return true;
}
