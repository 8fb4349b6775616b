/* Lets a peer be whoever it says it is.  Breaks R6120-6.3.8-2, R6120-6.3.8-3, R6120-6.4.6-1. */
#include "xmpp/admission.h"

__typeof__(sasl_identity) __wrap_sasl_identity;

struct view __wrap_sasl_identity(struct view authzid, struct view from, struct region *r)
{
	(void)r;
	return authzid.n != 0 ? authzid : from;
}
