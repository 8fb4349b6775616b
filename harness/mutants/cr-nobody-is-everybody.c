/* Who gives no identity by EXTERNAL may speak for everybody, not for the domain of his
 * header alone.  Breaks X0178-3-4. */
#include "edge/addressing.h"
#include "xmpp/admission.h"

__typeof__(sasl_identity) __real_sasl_identity, __wrap_sasl_identity;
__typeof__(address_refused_inward) __real_address_refused_inward, __wrap_address_refused_inward;

static bool nobody;

struct view __wrap_sasl_identity(struct view authzid, struct view from, struct region *r)
{
	nobody = authzid.n == 0;
	return __real_sasl_identity(authzid, from, r);
}

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	enum cause c = __real_address_refused_inward(a, proved, served, own);

	return nobody && c == CAUSE_FROM_FOREIGN ? CAUSE_NONE : c;
}
