/* Line ends behind each datagram, as if there were a connection to be kept.
 * Breaks R5626-4.4.1-2. */
#include "lib/udp.h"
#include "sip/transport.h"

__typeof__(udp_send) __real_udp_send, __wrap_udp_send;

bool __wrap_udp_send(struct udp *u, const struct address *to, struct view bytes)
{
	bool sent = __real_udp_send(u, to, bytes);

	return __real_udp_send(u, to, VIEW("\r\n\r\n")) && sent;
}
