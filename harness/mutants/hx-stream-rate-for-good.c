/* Reads nothing more for an hour of who has sent too fast once.
 * Breaks EDGE-RATE-2. */
#include "xmpp/conn_rate.h"

__typeof__(conn_rate_wait) __real_conn_rate_wait, __wrap_conn_rate_wait;

uint64_t __wrap_conn_rate_wait(struct conn_rate *r, size_t n, uint64_t now)
{
	return __real_conn_rate_wait(r, n, now) == 0 ? 0 : 3600000;
}
