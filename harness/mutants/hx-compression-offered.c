/* Offers to compress what it sends, and to take what is compressed.
 * Breaks EDGE-COST-2. */
#include "xmpp/features.h"

__typeof__(features_element) __real_features_element, __wrap_features_element;

struct element *__wrap_features_element(struct region *r, const struct stream_offer *offer)
{
	struct element *e = __real_features_element(r, offer);
	struct element *c = element_add(r, e, "http://jabber.org/features/compress",
	                                "compression");

	element_add_text(r,
	                 element_add(r, c, "http://jabber.org/features/compress", "method"),
	                 VIEW("zlib"));
	return e;
}
