/* Asks for a receipt with each receipt.  Breaks X0184-5.4-1. */
#include "xmpp/state.h"

#define NS_RECEIPTS "urn:xmpp:receipts"

__typeof__(stream_write) __real_stream_write, __wrap_stream_write;

void __wrap_stream_write(struct stream *s, const struct element *e)
{
	struct element *more = (struct element *)e;

	if (element_child(e, NS_RECEIPTS, "received") != NULL) {
		more = element_copy(s->region, e);
		element_add(s->region, more, NS_RECEIPTS, "request");
	}
	__real_stream_write(s, more);
}
