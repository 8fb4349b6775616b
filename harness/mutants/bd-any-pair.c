/* Takes a stream that carries both ways for every pair.  Breaks X0288-2.2-5. */
#include "edge/admission.h"
#include "edge/inbound_private.h"
#include "edge/outbound.h"

__typeof__(inbound_send) __wrap_inbound_send;

bool __wrap_inbound_send(struct edge *e, const struct outward *o)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->inbound, &pos, &id, &value)) {
		struct inbound *in = value;

		if (in->ended || !stream_is_bidi(conn_stream(in->conn)) ||
		    !stream_may_carry(in->pairs))
			continue;
		written_put(&in->written, in->conn, o->stanza, o->bytes, o->origin);
		return true;
	}
	return false;
}
