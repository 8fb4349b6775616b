/* Lets in only what is for the domain that the pair was made with.  Breaks R6120-8.1.1.2-4. */
#include "edge/addressing.h"

__typeof__(address_refused_inward) __real_address_refused_inward, __wrap_address_refused_inward;

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	if (served && !pair_is_proved(proved, (struct pair){ a->from.domain, a->to.domain }))
		return CAUSE_NO_RELAY;
	return __real_address_refused_inward(a, proved, served, own);
}
