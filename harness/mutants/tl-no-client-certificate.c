/* Calls without a certificate of its own.  Breaks R6120-5.4.3.1-4. */
#include "tls/session.h"

__typeof__(tls_session_new) __real_tls_session_new, __wrap_tls_session_new;

struct tls_session *__wrap_tls_session_new(struct tls_context *ctx, enum tls_role role,
                                           const char *sni)
{
	static struct tls_context *nobody;
	struct fault f = { 0 };

	if (nobody == NULL)
		nobody = tls_context_new(&(struct tls_settings){ .certificate = NULL }, &f);
	return __real_tls_session_new(role != TLS_SERVER ? nobody : ctx, role, sni);
}
