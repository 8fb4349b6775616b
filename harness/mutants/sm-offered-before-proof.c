/* Offers acknowledgements to who has proved nothing yet.  Breaks X0198-2-1. */
#include "xmpp/features.h"

__typeof__(features_at) __real_features_at, __wrap_features_at;

struct stream_offer __wrap_features_at(const struct stream_offer *wanted, bool secure,
                                       bool authenticated)
{
	struct stream_offer offer = __real_features_at(wanted, secure, authenticated);

	offer.sm = true;
	return offer;
}
