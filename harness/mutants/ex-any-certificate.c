/* Takes every caller's certificate, and none, for a proof.
 * Breaks R6120-6.4.1-1, R6120-6.3.4-4, R6120-13.7.2.1-2, X0178-3-3,
 * R6120-13.7.1.1-1, R9525-A-1. */
#include "xmpp/conn.h"

__typeof__(conn_certificate) __wrap_conn_certificate;

enum cause __wrap_conn_certificate(const struct conn *c, struct view domain,
                                   const struct tls_context *by)
{
	(void)c, (void)domain, (void)by;
	return CAUSE_NONE;
}
