/* Asks for both ways in the namespace of the feature.  Breaks X0288-2.2-1. */
#include "xmpp/features.h"

__typeof__(stream_bidi) __wrap_stream_bidi;

void __wrap_stream_bidi(struct stream *s)
{
	struct region *r = region_new();

	stream_send(s, element_new(r, NS_BIDI_FEATURE, "bidi"));
	region_free(&r);
}
