#include "xmpp/conn_rate.h"

uint64_t conn_rate_wait(struct conn_rate *r, size_t n, uint64_t now)
{
	uint64_t past = now - r->since, room = r->per_second * 1000;

	if (r->per_second == 0)
		return 0;
	/* A thousandth of a byte for each ms and byte a second. */
	r->used = past > r->used / r->per_second ? 0 : r->used - past * r->per_second;
	r->used += (uint64_t)n * 1000;
	r->since = now;
	return r->used <= room ? 0 : (r->used - room + r->per_second - 1) / r->per_second;
}
