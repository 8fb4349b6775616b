/* Asks a caller for no certificate.  Breaks R6120-5.4.3.1-3. */
#include "tls/context_ssl.h"
#include "tls/session.h"

__typeof__(tls_session_new) __real_tls_session_new, __wrap_tls_session_new;

struct tls_session *__wrap_tls_session_new(struct tls_context *ctx, enum tls_role role,
                                           const char *sni)
{
	/* The link alone insists on TLS 1.3. */
	if (role == TLS_SERVER &&
	    SSL_CTX_get_min_proto_version(tls_context_ssl(ctx)) != TLS1_3_VERSION)
		SSL_CTX_set_verify(tls_context_ssl(ctx), SSL_VERIFY_NONE, NULL);
	return __real_tls_session_new(ctx, role, sni);
}
