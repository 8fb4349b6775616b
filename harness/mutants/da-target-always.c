/* The target of any SRV record may be named.  Breaks R7673-4.1-1. */
#include "xmpp/conn.h"

__typeof__(conn_expect) __real_conn_expect, __wrap_conn_expect;

void __wrap_conn_expect(struct conn *c, const struct attempt *at, const struct tlsa_set *tlsa)
{
	struct attempt believed = *at;

	believed.target_secure = true;
	__real_conn_expect(c, &believed, tlsa);
}
