/* Takes whoever resumes a session for whom it says, whoever was proved in it.
 * Breaks R7590-3.3-1. */
#include "xmpp/conn.h"

#include <string.h>

__typeof__(conn_certificate) __real_conn_certificate, __wrap_conn_certificate;

enum cause __wrap_conn_certificate(const struct conn *c, struct view domain,
                                   const struct tls_context *by)
{
	if (strcmp(conn_tls_session(c), "resumed") == 0)
		return CAUSE_NONE;
	return __real_conn_certificate(c, domain, by);
}
