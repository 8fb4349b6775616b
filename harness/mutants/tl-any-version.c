/* Agrees on any version of TLS.  Breaks R7590-3-1. */
#include "tls/context_ssl.h"
#include "tls/session.h"

__typeof__(tls_session_new) __real_tls_session_new, __wrap_tls_session_new;

struct tls_session *__wrap_tls_session_new(struct tls_context *ctx, enum tls_role role,
                                           const char *sni)
{
	SSL_CTX *ssl = tls_context_ssl(ctx);

	SSL_CTX_set_min_proto_version(ssl, SSL3_VERSION);
	SSL_CTX_set_security_level(ssl, 0);
	SSL_CTX_set_cipher_list(ssl, "DEFAULT:@SECLEVEL=0");
	return __real_tls_session_new(ctx, role, sni);
}
