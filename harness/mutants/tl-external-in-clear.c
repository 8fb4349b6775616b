/* Offers EXTERNAL before TLS.  Breaks R6120-6.3.4-1, R6120-5.3.1-1. */
#include "xmpp/features.h"

__typeof__(features_at) __real_features_at, __wrap_features_at;

struct stream_offer __wrap_features_at(const struct stream_offer *wanted, bool secure,
                                       bool authenticated)
{
	struct stream_offer offer = __real_features_at(wanted, secure, authenticated);

	if (!secure)
		offer.external = true;
	return offer;
}
