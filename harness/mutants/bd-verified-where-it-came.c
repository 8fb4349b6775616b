/* Asks about a key on the connection it came on.  Breaks X0288-2.2-4. */
#include "edge/inbound_private.h"
#include "edge/verify.h"

__typeof__(verify_ask) __wrap_verify_ask;

enum cause __wrap_verify_ask(struct edge *e, const struct key_question *q)
{
	struct inbound *in = ids_get(e->inbound, q->inbound);
	const struct dialback d = {
		.verify = true,
		.from = q->sent.to,
		.to = q->sent.from,
		.id = q->stream_id,
		.key = q->key,
	};
	struct region *r = region_new();

	stream_send(conn_stream(in->conn), dialback_element(r, &d, CAUSE_NONE));
	conn_touch(in->conn);
	region_free(&r);
	return CAUSE_NONE;
}
