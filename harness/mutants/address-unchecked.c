/* Takes any sender on a stream that has proved one.  Breaks R6120-8.1.2.2-2, R6120-8.1.1.2-3. */
#include "edge/addressing.h"

__typeof__(address_refused_inward) __wrap_address_refused_inward;

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	(void)a, (void)proved, (void)served, (void)own;
	return CAUSE_NONE;
}
