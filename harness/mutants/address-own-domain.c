/* Lets partners speak in the name of our own domains.
 * Breaks R6120-8.1.2.2-4. */
#include "edge/addressing.h"

__typeof__(address_refused_inward) __real_address_refused_inward, __wrap_address_refused_inward;

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	if (own && served)
		return CAUSE_NONE;
	return __real_address_refused_inward(a, proved, served, own);
}
