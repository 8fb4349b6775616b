/* Takes stanzas on a stream that it opened itself, as if it went both ways.
 * Breaks X0220-2.3-1, X0288-2.2-8. */
#include "edge/addressing.h"
#include "edge/outbound_private.h"
#include "edge/router.h"
#include "xmpp/admission.h"

__typeof__(stanza_may_pass) __wrap_stanza_may_pass;
__typeof__(outbound_up) __real_outbound_up, __wrap_outbound_up;
__typeof__(stream_next) __real_stream_next, __wrap_stream_next;

static struct edge *edge;	/* the only one of the process */
static enum stream_role role;	/* of the stream that was last read */

void __wrap_outbound_up(struct outbound *ob, enum policy_method method)
{
	edge = ob->edge;
	__real_outbound_up(ob, method);
}

bool __wrap_stanza_may_pass(enum stream_role r, bool both_ways, bool established)
{
	(void)both_ways;
	role = r;
	return established;
}

bool __wrap_stream_next(struct stream *s, struct stream_event *ev, uint64_t now)
{
	struct stanza_addresses a;
	bool more = __real_stream_next(s, ev, now);

	if (more && ev->kind == STREAM_STANZA && role == STREAM_INITIATING &&
	    addresses_read(ev->element, ev->region, &a) == CAUSE_NONE)
		router_inward(edge, &(struct inward){
			.stanza = ev->element, .addresses = &a, .bytes = ev->bytes,
			.region = ev->region });
	return more;
}
