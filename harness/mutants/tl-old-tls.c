/* Takes every version and suite that OpenSSL has.
 * Breaks R7590-3-1, EDGE-TLS-4. */
#include "tls/context_ssl.h"

__typeof__(tls_context_new) __real_tls_context_new, __wrap_tls_context_new;

struct tls_context *__wrap_tls_context_new(const struct tls_settings *s, struct fault *f)
{
	struct tls_context *c = __real_tls_context_new(s, f);

	if (c != NULL) {
		SSL_CTX_set_min_proto_version(tls_context_ssl(c), TLS1_VERSION);
		SSL_CTX_set_security_level(tls_context_ssl(c), 0);
		SSL_CTX_set_cipher_list(tls_context_ssl(c), "ALL:eNULL:@SECLEVEL=0");
		SSL_CTX_set_dh_auto(tls_context_ssl(c), 1);
	}
	return c;
}
