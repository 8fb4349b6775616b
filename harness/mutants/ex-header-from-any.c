/* Lets the header behind EXTERNAL name somebody else, who is then the one
 * authenticated.  Breaks R6120-4.3.6-1. */
#include "edge/addressing.h"
#include "xmpp/admission.h"

__typeof__(header_from_stands) __wrap_header_from_stands;
__typeof__(address_refused_inward) __wrap_address_refused_inward;

bool __wrap_header_from_stands(struct view from, struct view authenticated, struct region *r)
{
	(void)from, (void)authenticated, (void)r;
	return true;
}

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *pairs, bool to_ours,
                                         bool from_ours)
{
	(void)a, (void)pairs, (void)to_ours, (void)from_ours;
	return CAUSE_NONE;
}
