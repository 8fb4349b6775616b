/* Answers each message by a receipt and a chat state in its user's place.
 * Breaks X0184-7-1, X0085-5.4-1. */
#include "edge/outbound.h"
#include "edge/router.h"

__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	struct element *said = element_new(in->region, NS_SERVER, "message");

	element_set(in->region, said, "from", element_attr(in->stanza, "to"));
	element_set(in->region, said, "to", element_attr(in->stanza, "from"));
	element_add(in->region, said, "urn:xmpp:receipts", "received");
	element_add(in->region, said, "http://jabber.org/protocol/chatstates", "active");
	if (view_is(in->stanza->name, "message"))
		outbound_send(e, &(struct outward){ .own = in->addresses->to.domain,
		                                    .partner = in->addresses->from.domain,
		                                    .stanza = said });
	__real_router_inward(e, in);
}
