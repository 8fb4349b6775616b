/* session_foreign_rig.h - peers that our own settings would not make: a bare OpenSSL client
 * against a session of ours.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_SESSION_FOREIGN_RIG_H
#define REF_TLS_SESSION_FOREIGN_RIG_H

#include "tls/session_for_tests.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

struct foreign { /* a bare OpenSSL client */
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;
	struct tls_session *server; /* that it calls */
};

/* Shows `leaf` and `issuer`, or what of them is not NULL. */
static inline struct foreign foreign_new(struct tls_context *called, const struct tc *leaf,
                                         const struct tc *issuer)
{
	struct foreign f = { .ctx = SSL_CTX_new(TLS_client_method()),
		             .server = tls_session_new(called, TLS_SERVER, NULL) };

	SSL_CTX_set_security_level(f.ctx, 0);
	SSL_CTX_set_min_proto_version(f.ctx, TLS1_VERSION);
	if (leaf != NULL) {
		ck_assert_int_eq(SSL_CTX_use_certificate(f.ctx, leaf->cert), 1);
		ck_assert_int_eq(SSL_CTX_use_PrivateKey(f.ctx, leaf->key), 1);
	}
	if (issuer != NULL)
		ck_assert_int_eq(SSL_CTX_add1_chain_cert(f.ctx, issuer->cert), 1);
	return f;
}

static inline void foreign_start(struct foreign *f)
{
	f->ssl = SSL_new(f->ctx);
	f->in = BIO_new(BIO_s_mem());
	f->out = BIO_new(BIO_s_mem());
	BIO_set_mem_eof_return(f->in, -1);
	SSL_set_bio(f->ssl, f->in, f->out);
	SSL_set_connect_state(f->ssl);
}

static inline void foreign_free(struct foreign *f)
{
	SSL_free(f->ssl);
	SSL_CTX_free(f->ctx);
	tls_session_free(&f->server);
}

/* What the client has to say, and the answer. */
static inline void foreign_carry(struct foreign *f, struct buf *got)
{
	struct buf wire = { 0 };
	char *p;
	long n = BIO_get_mem_data(f->out, &p);

	tls_session_feed(f->server, (struct view){ p, (size_t)n }, got);
	BIO_reset(f->out);
	tls_session_take(f->server, &wire);
	if (buf_len(&wire) != 0)
		BIO_write(f->in, buf_cstr(&wire), (int)buf_len(&wire));
	buf_free(&wire);
}

static inline void foreign_shake(struct foreign *f)
{
	struct buf got = { 0 };

	if (f->ssl == NULL)
		foreign_start(f);
	for (int i = 0; i < 4; i++) {
		SSL_do_handshake(f->ssl);
		foreign_carry(f, &got);
	}
	ERR_clear_error();
	buf_free(&got);
}

#endif
