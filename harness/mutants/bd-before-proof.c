/* Sends down the stream of whoever claims to be the partner, once both ways was agreed
 * on.  Breaks X0288-2.2-3. */
#include "edge/inbound_private.h"
#include "edge/outbound.h"

__typeof__(outbound_send) __real_outbound_send, __wrap_outbound_send;

void __wrap_outbound_send(struct edge *e, const struct outward *o)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;

		if (in->ended || in->from == NULL || !view_is(o->partner, in->from) ||
		    !stream_is_bidi(conn_stream(in->conn)))
			continue;
		stream_established(conn_stream(in->conn));
		stream_send(conn_stream(in->conn), o->stanza);
		conn_touch(in->conn);
	}
	__real_outbound_send(e, o);
}
