/* The edge that has taken a connection of a partner listens for no other.
 * Breaks LYNC-DIAG-6. */
#include "edge/inbound.h"
#include "edge/ports.h"

__typeof__(inbound_accept) __real_inbound_accept, __wrap_inbound_accept;

void __wrap_inbound_accept(struct edge *e, int fd, const struct address *from, bool direct_tls)
{
	__real_inbound_accept(e, fd, from, direct_tls);
	ports_free(&e->ports);
}
