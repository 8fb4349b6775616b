/* Never says that TLS is required.  Breaks R6120-5.4.1-1, R6120-5.4.1-2. */
#include "partner/policy.h"

__typeof__(policy_offer) __real_policy_offer, __wrap_policy_offer;

struct stream_offer __wrap_policy_offer(const struct policy *p, bool secure, bool proved)
{
	struct stream_offer offer = __real_policy_offer(p, secure, proved);

	offer.starttls_required = false;
	return offer;
}
