/* Announces dialback, and not that its errors are known.  Breaks X0220-2.4.2-1. */
#include "xmpp/features.h"

__typeof__(features_element) __real_features_element, __wrap_features_element;

struct element *__wrap_features_element(struct region *r, const struct stream_offer *offer)
{
	struct stream_offer without = *offer;
	struct element *features;

	without.dialback = false;
	features = __real_features_element(r, &without);
	if (offer->dialback)
		element_add(r, features, NS_DIALBACK_FEATURE, "dialback");
	return features;
}
