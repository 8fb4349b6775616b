/* Keeps no session of who calls with TLS from the first byte.  Breaks EDGE-RESUME-5. */
#include "tls/context_ssl.h"

__typeof__(tls_context_serve) __real_tls_context_serve, __wrap_tls_context_serve;

void __wrap_tls_context_serve(struct tls_context *c, const char *host,
                              const struct tls_context *other)
{
	SSL_CTX_set_session_cache_mode(tls_context_ssl(c), SSL_SESS_CACHE_OFF);
	__real_tls_context_serve(c, host, other);
}
