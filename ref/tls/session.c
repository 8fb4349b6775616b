#include "tls/session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "lib/mem.h"
#include "tls/context_ssl.h"
#include "tls/resumption.h"
#include "tls/talk.h"

#define WORDS_MAX  160
#define RECORD_MAX 16384	/* plaintext in one record, RFC 8446 5.1 */

struct tls_session {
	SSL *ssl;
	struct view in;		/* during tls_session_feed() alone */
	struct buf out;		/* not taken yet */
	size_t handshake;	/* bytes fed before TLS_OPEN */
	size_t owed;		/* for messages behind it; see talk.h */
	const char *wrong;	/* with one of them; NULL: nothing */
	size_t dane;		/* usable records of DNS */
	STACK_OF(X509) *again;	/* resumed: the chain as it is built today */
	enum tls_state state;
	char words[WORDS_MAX];
};

/* --- the BIO: reads what is being fed, writes behind `out` ------------------
 *
 * OpenSSL's own memory BIO would copy every byte once more and keep its buffer
 * at the largest size that was ever needed, for each idle peer. */

static int bio_read(BIO *bio, char *to, size_t room, size_t *n)
{
	struct tls_session *s = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	*n = room < s->in.n ? room : s->in.n;
	if (*n == 0) {
		BIO_set_retry_read(bio);
		return 0;
	}
	memcpy(to, s->in.p, *n);
	s->in = view_from(s->in, *n);
	return 1;
}

static int bio_write(BIO *bio, const char *from, size_t len, size_t *n)
{
	struct tls_session *s = BIO_get_data(bio);

	BIO_clear_retry_flags(bio);
	buf_put(&s->out, from, len);
	*n = len;
	return 1;
}

static long bio_ctrl(BIO *bio, int what, long n, void *p)
{
	(void)bio, (void)n, (void)p;
	return what == BIO_CTRL_FLUSH;
}

/* Made once and kept: one for the process, whatever the number of sessions. */
static const BIO_METHOD *engine_bio(void)
{
	static BIO_METHOD *method;

	if (method == NULL) {
		method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "engine");
		BIO_meth_set_read_ex(method, bio_read);
		BIO_meth_set_write_ex(method, bio_write);
		BIO_meth_set_ctrl(method, bio_ctrl);
	}
	return method;
}

/* --- life ------------------------------------------------------------------ */

static void broken(struct tls_session *s, const char *during)
{
	unsigned long e = ERR_peek_error();
	const char *reason = ERR_reason_error_string(e);

	s->state = TLS_BROKEN;
	snprintf(s->words, sizeof s->words, "%s: %s", during,
	         reason != NULL ? reason : "unknown reason");
	ERR_clear_error();
}

/* Each message, also those that OpenSSL would answer by itself. */
static void on_message(int sent, int version, int type, const void *p, size_t n, SSL *ssl,
                       void *arg)
{
	struct tls_session *s = arg;

	(void)version, (void)p, (void)n;
	if (sent || s->state != TLS_OPEN || type != SSL3_RT_HANDSHAKE)
		return;
	s->owed += TLS_TALK_BYTES;
	if (SSL_version(ssl) < TLS1_3_VERSION && !tls_may_renegotiate())
		s->wrong = "renegotiation, which is not supported";
	else if (!tls_may_talk(s->owed))
		s->wrong = "new keys or tickets, again and again";
	if (s->wrong != NULL)
		s->in.n = 0;	/* so that no more of them are read */
}

static struct tls_session *session_new(struct tls_context *ctx)
{
	struct tls_session *s = mem_zalloc(sizeof *s);
	BIO *bio = BIO_new(engine_bio());

	ERR_clear_error();
	s->ssl = SSL_new(tls_context_ssl(ctx));
	assert(s->ssl != NULL && bio != NULL);	/* fails without memory alone */
	BIO_set_data(bio, s);
	BIO_set_init(bio, 1);
	SSL_set_bio(s->ssl, bio, bio);	/* takes it */
	SSL_set_msg_callback(s->ssl, on_message);
	SSL_set_msg_callback_arg(s->ssl, s);
	return s;
}

static void call(struct tls_session *s, const char *sni)
{
	SSL_set_connect_state(s->ssl);
	if (sni != NULL && SSL_set_tlsext_host_name(s->ssl, sni) != 1)
		broken(s, "server_name");
	else
		(void)tls_session_feed(s, (struct view){ NULL, 0 }, NULL);
}

struct tls_session *tls_session_new(struct tls_context *ctx, enum tls_role role,
                                    const char *sni)
{
	struct tls_session *s = session_new(ctx);

	if (role != TLS_CLIENT)
		resumption_begin(s->ssl, role == TLS_SERVER, sni);
	if (role == TLS_SERVER)
		SSL_set_accept_state(s->ssl);
	else
		call(s, sni);
	return s;
}

struct tls_session *tls_session_new_dane(struct tls_context *ctx, const char *sni,
                                         const struct tlsa_set *tlsa)
{
	struct tls_session *s = session_new(ctx);

	if (tlsa != NULL && tlsa->n != 0)
		s->dane = dane_attach(s->ssl, tlsa);
	call(s, sni);
	return s;
}

void tls_session_free(struct tls_session **sp)
{
	struct tls_session *s = *sp;

	if (s == NULL)
		return;
	/* One that was cut off may be resumed like one that was closed (RFC 5246 7.2.1):
	 * OpenSSL would forget it. */
	if (s->state == TLS_OPEN || s->state == TLS_CLOSED)
		SSL_set_shutdown(s->ssl, SSL_SENT_SHUTDOWN);
	SSL_free(s->ssl);
	sk_X509_pop_free(s->again, X509_free);
	buf_free(&s->out);
	free(s);
	*sp = NULL;
}

/* --- bytes ----------------------------------------------------------------- */

/* A resumed handshake shows no certificate, and OpenSSL says of it what was found
 * when it was shown.  That may be over: its dates, its issuers, a revocation. */
static void look_again(struct tls_session *s)
{
	X509 *leaf = tls_session_peer(s);

	if (leaf != NULL)
		SSL_set_verify_result(s->ssl, tls_context_verify(SSL_get_SSL_CTX(s->ssl), leaf,
		                                                 SSL_get_peer_cert_chain(s->ssl),
		                                                 NULL, &s->again));
}

static void shake_hands(struct tls_session *s)
{
	int result;

	/* Counted in whole feeds: a few bytes of data behind the last
	 * handshake message make no difference to an endless one. */
	s->handshake += s->in.n;
	if (s->handshake > TLS_HANDSHAKE_MAX) {
		s->state = TLS_BROKEN;
		snprintf(s->words, sizeof s->words, "handshake: more than %u bytes",
		         TLS_HANDSHAKE_MAX);
		return;
	}
	ERR_clear_error();
	result = SSL_do_handshake(s->ssl);
	if (result == 1) {
		s->state = TLS_OPEN;
		if (SSL_session_reused(s->ssl) == 1)
			look_again(s);
	} else if (SSL_get_error(s->ssl, result) != SSL_ERROR_WANT_READ) {
		broken(s, "handshake");
	}
}

static void read_records(struct tls_session *s, struct buf *plain)
{
	size_t pending, room, before, n;
	bool data;
	int error;

	/* Without read-ahead OpenSSL holds at most a part of one record when
	 * all was taken from `in`. */
	while ((pending = (size_t)SSL_pending(s->ssl)) != 0 || s->in.n != 0) {
		room = pending != 0 ? pending : s->in.n;
		if (room > RECORD_MAX)
			room = RECORD_MAX;
		before = s->in.n;
		ERR_clear_error();
		data = SSL_read_ex(s->ssl, buf_room(plain, room), room, &n) == 1;
		if (s->wrong != NULL) {
			s->state = TLS_BROKEN;
			snprintf(s->words, sizeof s->words, "%s", s->wrong);
			return;
		}
		if (data) {
			buf_grew(plain, n);
			s->owed -= n < s->owed ? n : s->owed;
			continue;
		}
		error = SSL_get_error(s->ssl, 0);
		if (error == SSL_ERROR_ZERO_RETURN)
			s->state = TLS_CLOSED;
		else if (error != SSL_ERROR_WANT_READ)
			broken(s, "record");
		else if (s->in.n < before)
			continue;	/* a record without data; on to the next */
		return;
	}
}

enum tls_state tls_session_feed(struct tls_session *s, struct view cipher,
                                struct buf *plain)
{
	s->in = cipher;
	if (s->state == TLS_HANDSHAKE)
		shake_hands(s);
	if (s->state == TLS_OPEN && plain != NULL)
		read_records(s, plain);
	/* What OpenSSL left came behind the end; it counts for nothing. */
	s->in = (struct view){ NULL, 0 };
	return s->state;
}

void tls_session_write(struct tls_session *s, struct view plain)
{
	size_t n;

	assert(s->state == TLS_OPEN || s->state == TLS_CLOSED);
	if (plain.n == 0)
		return;
	ERR_clear_error();
	/* The BIO takes all, and there is no renegotiation to wait for. */
	if (SSL_write_ex(s->ssl, plain.p, plain.n, &n) != 1)
		broken(s, "write");
}

void tls_session_take(struct tls_session *s, struct buf *cipher)
{
	struct buf all = s->out;

	if (buf_len(&s->out) == 0)
		return;
	if (buf_len(cipher) == 0) {
		s->out = *cipher;
		*cipher = all;
	} else {
		buf_putv(cipher, buf_view(&s->out));
	}
	buf_free(&s->out);
}

void tls_session_close(struct tls_session *s)
{
	/* Before the handshake is over, and after an error, there is nothing
	 * to close; OpenSSL sends no second close_notify. */
	if (s->state == TLS_OPEN || s->state == TLS_CLOSED) {
		ERR_clear_error();
		(void)SSL_shutdown(s->ssl);
		ERR_clear_error();
	}
}

/* --- questions ------------------------------------------------------------- */

enum tls_state tls_session_state(const struct tls_session *s)
{
	return s->state;
}

const char *tls_session_words(const struct tls_session *s)
{
	return s->words;
}

const char *tls_session_version(const struct tls_session *s)
{
	return SSL_get_version(s->ssl);
}

bool tls_session_resumed(const struct tls_session *s)
{
	return SSL_session_reused(s->ssl) == 1;
}

struct view tls_session_alpn(const struct tls_session *s)
{
	const unsigned char *p;
	unsigned n;

	SSL_get0_alpn_selected(s->ssl, &p, &n);
	return (struct view){ (const char *)p, n };
}

const char *tls_session_sni(const struct tls_session *s)
{
	return SSL_get_servername(s->ssl, TLSEXT_NAMETYPE_host_name);
}

X509 *tls_session_peer(const struct tls_session *s)
{
	return SSL_get0_peer_certificate(s->ssl);
}

enum dane_match tls_session_dane(const struct tls_session *s)
{
	return dane_matched(s->ssl, s->dane);
}

enum cause tls_session_chain(const struct tls_session *s)
{
	if (tls_session_dane(s) == DANE_KEY)
		return cert_key_cause(tls_session_peer(s));
	return cert_chain_cause(SSL_get_verify_result(s->ssl), tls_session_peer(s));
}

enum cause tls_session_chain_by(const struct tls_session *s, const struct tls_context *by)
{
	X509 *leaf = tls_session_peer(s);
	SSL_DANE *dane = s->dane != 0 ? SSL_get0_dane(s->ssl) : NULL;

	if (leaf == NULL || tls_session_dane(s) == DANE_KEY)
		return tls_session_chain(s);
	/* Of the chain, the certificates that the peer has sent. */
	return cert_chain_cause(tls_context_verify(tls_context_ssl(by), leaf,
	                                           SSL_get_peer_cert_chain(s->ssl), dane, NULL),
	                        leaf);
}

static int64_t expiry(const X509 *cert)
{
	int days, seconds;

	/* From now: struct tm would need a time zone. */
	if (ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(cert)) != 1)
		return 0;
	return (int64_t)time(NULL) + (int64_t)days * 86400 + seconds;
}

int64_t tls_session_expires(const struct tls_session *s)
{
	STACK_OF(X509) *chain = s->again != NULL ? s->again : SSL_get0_verified_chain(s->ssl);
	X509 *leaf = tls_session_peer(s);
	int64_t first = INT64_MAX, one;

	if (leaf == NULL || tls_session_dane(s) == DANE_KEY)
		return first;
	first = expiry(leaf);
	for (int i = 0; i < sk_X509_num(chain); i++) {
		one = expiry(sk_X509_value(chain, i));
		if (one < first)
			first = one;
	}
	return first;
}
