/* Wants an identity to be named.  Breaks R6120-6.4.2-2, X0178-3-2, R6120-6.3.10-1. */
#include "xmpp/admission.h"

__typeof__(sasl_identity) __real_sasl_identity, __wrap_sasl_identity;

struct view __wrap_sasl_identity(struct view authzid, struct view from, struct region *r)
{
	return authzid.n == 0 ? VIEW("") : __real_sasl_identity(authzid, from, r);
}
