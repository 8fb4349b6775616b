/* Ends TCP without a word in TLS.  Breaks R6120-4.4-4. */
#include "tls/session.h"

__typeof__(tls_session_close) __wrap_tls_session_close;

void __wrap_tls_session_close(struct tls_session *s)
{
	(void)s;
}
