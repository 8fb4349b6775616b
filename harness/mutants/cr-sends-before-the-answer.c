/* Sends what waits as soon as its key is out.  Breaks R6120-4.3.5-1. */
#include "edge/outbound_private.h"
#include "xmpp/stream.h"

__typeof__(outbound_send) __real_outbound_send, __wrap_outbound_send;
__typeof__(stream_db_request) __real_stream_db_request, __wrap_stream_db_request;

static struct edge *edge;

void __wrap_outbound_send(struct edge *e, const struct outward *o)
{
	edge = e;
	__real_outbound_send(e, o);
}

bool __wrap_stream_db_request(struct stream *s, struct view from, struct view to,
                              struct view key)
{
	size_t pos = 0;
	uint64_t id;
	void *each;
	bool ok = __real_stream_db_request(s, from, to, key);

	while (edge != NULL && ids_next(edge->outbound, &pos, &id, &each)) {
		struct outbound *ob = each;

		if (ob->conn != NULL && conn_stream(ob->conn) == s)
			outbound_up(ob, METHOD_TCP_DIALBACK);
	}
	return ok;
}
