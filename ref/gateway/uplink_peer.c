#include "gateway/uplink_peer.h"

#include "lib/buf.h"

void uplink_peer_locate(struct resolver *dns, const struct uplink_edge_settings *e, uint64_t id,
                        locate_fn *fn, void *arg)
{
	struct buf target = { 0 };

	buf_printf(&target, "%s:%u", e->host, e->port);
	locate(dns, e->host, buf_cstr(&target), id, fn, arg);
	buf_free(&target);
}

enum cause uplink_peer_refused(const struct conn *c, const char *host)
{
	return conn_certificate_host(c, view_of(host));
}
