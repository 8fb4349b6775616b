/* Offers no stream that carries both ways.  Breaks X0288-2.1-1. */
#include "xmpp/features.h"

__typeof__(features_at) __real_features_at, __wrap_features_at;

struct stream_offer __wrap_features_at(const struct stream_offer *wanted, bool secure,
                                       bool authenticated)
{
	struct stream_offer offer = __real_features_at(wanted, secure, authenticated);

	offer.bidi = false;
	return offer;
}
