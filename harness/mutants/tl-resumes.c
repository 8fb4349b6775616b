/* Resumes sessions, and takes who was proved in one for whoever goes on with it.
 * Breaks R7590-3.3-1. */
#include "tls/context_ssl.h"
#include "xmpp/conn.h"

static bool resumed; /* the last handshake */

__typeof__(tls_context_new) __real_tls_context_new, __wrap_tls_context_new;
__typeof__(conn_certificate) __real_conn_certificate, __wrap_conn_certificate;

static void on_handshake(const SSL *ssl, int where, int result)
{
	(void)result;
	if ((where & SSL_CB_HANDSHAKE_DONE) != 0)
		resumed = SSL_session_reused(ssl) == 1;
}

struct tls_context *__wrap_tls_context_new(const struct tls_settings *s, struct fault *f)
{
	struct tls_context *c = __real_tls_context_new(s, f);
	SSL_CTX *ssl = c != NULL ? tls_context_ssl(c) : NULL;

	if (ssl != NULL) {
		SSL_CTX_clear_options(ssl, SSL_OP_NO_TICKET);
		SSL_CTX_set_num_tickets(ssl, 2);
		SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_SERVER);
		SSL_CTX_set_session_id_context(ssl, (const unsigned char *)"m", 1);
		SSL_CTX_set_info_callback(ssl, on_handshake);
	}
	return c;
}

enum cause __wrap_conn_certificate(const struct conn *c, struct view domain,
                                   const struct tls_context *by)
{
	return resumed ? CAUSE_NONE : __real_conn_certificate(c, domain, by);
}
