/* Says no to a handshake within TLS, and goes on.  Breaks R6120-5.3.5-1. */
#include "tls/talk.h"

__typeof__(tls_may_renegotiate) __wrap_tls_may_renegotiate;

bool __wrap_tls_may_renegotiate(void)
{
	return true;
}
