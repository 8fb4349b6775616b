/* Waits for ever for a handshake.  Breaks EDGE-TLS-2. */
#include "xmpp/conn.h"

__typeof__(conn_direct_tls) __real_conn_direct_tls, __wrap_conn_direct_tls;

void __wrap_conn_direct_tls(struct conn *c, struct tls_context *ctx, enum tls_role role,
                            const char *sni, uint64_t within_ms)
{
	(void)within_ms;
	__real_conn_direct_tls(c, ctx, role, sni, 0);
}
