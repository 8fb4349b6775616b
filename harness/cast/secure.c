#include "cast/secure.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "lib/mem.h"

struct secure {
	SSL_CTX *context;
	SSL *ssl;
	BIO *from_wire, *to_wire; /* the SSL's */
	char *keylog, *alpn;
	SSL_SESSION *session; /* the last that the other side let us resume; NULL: none */
	bool deaf;	/* what comes now is not decrypted: OpenSSL would end TLS for a no */
	enum secure_state state;
	struct buf names, details, reason;
};

/* --- settings --------------------------------------------------------------------------- */

/* Whoever it is may come in; who it was is told. */
static int take_anybody(int ok, X509_STORE_CTX *store)
{
	(void)ok, (void)store;
	return 1;
}

static void on_secret(const SSL *ssl, const char *line)
{
	const struct secure *s = SSL_get_app_data(ssl);
	FILE *f = fopen(s->keylog, "ae");

	/* Without it the capture cannot be read; the case is the same. */
	if (f == NULL)
		return;
	fprintf(f, "%s\n", line);
	fclose(f);
}

static int choose_alpn(SSL *ssl, const unsigned char **out, unsigned char *n,
                       const unsigned char *in, unsigned in_n, void *arg)
{
	const struct secure *s = arg;
	size_t want = strlen(s->alpn);

	(void)ssl;
	for (unsigned i = 0; i < in_n; i += 1u + in[i])
		if (in[i] == want && memcmp(in + i + 1, s->alpn, want) == 0) {
			*out = in + i + 1;
			*n = in[i];
			return SSL_TLSEXT_ERR_OK;
		}
	return SSL_TLSEXT_ERR_NOACK;
}

static bool set_alpn(struct secure *s, bool server)
{
	struct buf wire = { 0 };
	bool ok = true;

	if (server) {
		SSL_CTX_set_alpn_select_cb(s->context, choose_alpn, s);
	} else {
		for (struct view rest = view_of(s->alpn), one; rest.n != 0;) {
			view_cut(rest, ',', &one, &rest);
			buf_putc(&wire, (char)one.n);
			buf_putv(&wire, one);
		}
		ok = SSL_set_alpn_protos(s->ssl, (const unsigned char *)buf_view(&wire).p,
		                         (unsigned)buf_len(&wire)) == 0;
	}
	buf_free(&wire);
	return ok;
}

/* In TLS 1.3 it comes behind the handshake, and more than once. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct secure *s = SSL_get_app_data(ssl);

	SSL_SESSION_free(s->session);
	s->session = session;
	return 1; /* it is ours now */
}

static const struct {
	const char *word, *suites;
} kinds[] = {
	{ "strong", "ECDHE+AESGCM:@SECLEVEL=0" },
	{ "cbc", "ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:@SECLEVEL=0" },
	{ "static-rsa", "AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0" },
	{ "null", "eNULL:!aNULL:@SECLEVEL=0" },
	{ "anonymous", "aNULL:!eNULL:@SECLEVEL=0" },
};

static bool set_suites(SSL_CTX *c, const char *word)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(word, kinds[i].word) == 0)
			return SSL_CTX_set_cipher_list(c, kinds[i].suites) == 1 &&
			       SSL_CTX_set_dh_auto(c, 1) == 1 &&
			       (i == 0 ||
			        SSL_CTX_set_max_proto_version(c, TLS1_2_VERSION) == 1);
	return false;
}

static int version_of(int version)
{
	static const int code[] = { TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION,
		                    TLS1_3_VERSION };

	return version != 0 ? code[version - 10] : 0;
}

/* The session itself travels in the ticket, under a key that all actors share: each
 * connection has a context of its own. */
static bool set_tickets(SSL_CTX *c, bool tickets)
{
	static unsigned char keys[80] = { 1 };

	return SSL_CTX_set_num_tickets(c, tickets ? 1 : 0) == 1 &&
	       (!tickets ||
	        (SSL_CTX_set_tlsext_ticket_keys(c, keys, sizeof keys) == 1 &&
	         SSL_CTX_set_session_id_context(c, (const unsigned char *)"actor", 5) == 1));
}

static bool set_context(SSL_CTX *c, const struct secure_settings *set)
{
	int version = version_of(set->version);

	SSL_CTX_set_security_level(c, 0);
	SSL_CTX_set_verify(c, SSL_VERIFY_PEER, take_anybody);
	SSL_CTX_set_session_cache_mode(c, set->server ? SSL_SESS_CACHE_OFF
	                                              : SSL_SESS_CACHE_CLIENT |
	                                                        SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(c, on_session);
	if (set->keylog != NULL)
		SSL_CTX_set_keylog_callback(c, on_secret);
	return SSL_CTX_set_min_proto_version(c, version != 0 ? version : TLS1_2_VERSION) == 1 &&
	       SSL_CTX_set_max_proto_version(c, version) == 1 &&
	       (set->suites == NULL || set_suites(c, set->suites)) &&
	       (!set->server || set_tickets(c, set->tickets)) &&
	       (set->certificate == NULL ||
	        (SSL_CTX_use_certificate_chain_file(c, set->certificate) == 1 &&
	         SSL_CTX_use_PrivateKey_file(c, set->key, SSL_FILETYPE_PEM) == 1));
}

static const char *last_error(void)
{
	unsigned long e = ERR_peek_last_error();
	const char *words = e == 0 ? NULL : ERR_reason_error_string(e);

	ERR_clear_error();
	return words == NULL ? "no reason given" : words;
}

struct secure *secure_new(const struct secure_settings *set, struct fault *f)
{
	struct secure *s = mem_zalloc(sizeof *s);

	ERR_clear_error();
	if (set->keylog != NULL)
		s->keylog = mem_strdup(set->keylog);
	if (set->alpn != NULL)
		s->alpn = mem_strdup(set->alpn);
	s->context = SSL_CTX_new(set->server ? TLS_server_method() : TLS_client_method());
	if (s->context == NULL || !set_context(s->context, set))
		goto failed;
	s->ssl = SSL_new(s->context);
	s->from_wire = BIO_new(BIO_s_mem());
	s->to_wire = BIO_new(BIO_s_mem());
	if (s->ssl == NULL || s->from_wire == NULL || s->to_wire == NULL) {
		BIO_free(s->from_wire);
		BIO_free(s->to_wire);
		goto failed;
	}
	BIO_set_mem_eof_return(s->from_wire, -1);
	SSL_set_bio(s->ssl, s->from_wire, s->to_wire);
	SSL_set_app_data(s->ssl, s);
	if (set->server)
		SSL_set_accept_state(s->ssl);
	else
		SSL_set_connect_state(s->ssl);
	if (set->alpn != NULL && !set_alpn(s, set->server))
		goto failed;
	if (!set->server && set->name != NULL &&
	    SSL_set_tlsext_host_name(s->ssl, set->name) != 1)
		goto failed;
	if (!set->server && set->resumes != NULL && set->resumes->session != NULL &&
	    SSL_set_session(s->ssl, set->resumes->session) != 1)
		goto failed;
	return s;
failed:
	fault_set(f, set->certificate, 0, 0, "no TLS with this certificate: %s", last_error());
	secure_free(&s);
	return NULL;
}

void secure_free(struct secure **sp)
{
	struct secure *s = *sp;

	if (s == NULL)
		return;
	*sp = NULL;
	SSL_free(s->ssl);
	SSL_SESSION_free(s->session);
	SSL_CTX_free(s->context);
	free(s->keylog);
	free(s->alpn);
	buf_free(&s->names);
	buf_free(&s->details);
	buf_free(&s->reason);
	free(s);
}

/* --- who is there ---------------------------------------------------------------------- */

static void add_name(struct buf *b, const char *kind, const unsigned char *p, int n)
{
	if (n <= 0)
		return;
	if (buf_len(b) != 0)
		buf_putc(b, ' ');
	buf_puts(b, kind);
	/* A space or NUL inside must not make two names of one. */
	for (int i = 0; i < n; i++)
		if (p[i] <= ' ' || p[i] == 0x7f)
			buf_printf(b, "\\x%02x", p[i]);
		else
			buf_putc(b, (char)p[i]);
}

static void add_other_name(struct buf *b, const OTHERNAME *o)
{
	char oid[64];
	const ASN1_STRING *text;

	OBJ_obj2txt(oid, sizeof oid, o->type_id, 1);
	if (o->value->type != V_ASN1_IA5STRING && o->value->type != V_ASN1_UTF8STRING)
		return;
	text = o->value->value.asn1_string;
	if (strcmp(oid, "1.3.6.1.5.5.7.8.7") == 0) /* RFC 4985 2 */
		add_name(b, "srv:", ASN1_STRING_get0_data(text), ASN1_STRING_length(text));
	else if (strcmp(oid, "1.3.6.1.5.5.7.8.5") == 0) /* RFC 6120 13.7.1.4 */
		add_name(b, "xmpp:", ASN1_STRING_get0_data(text), ASN1_STRING_length(text));
}

static void add_common_names(struct buf *b, X509 *x)
{
	const X509_NAME *subject = X509_get_subject_name(x);
	const ASN1_STRING *text;

	for (int i = -1; (i = X509_NAME_get_index_by_NID(subject, NID_commonName, i)) >= 0;) {
		text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, i));
		add_name(b, "cn:", ASN1_STRING_get0_data(text), ASN1_STRING_length(text));
	}
}

static void note_names(struct secure *s)
{
	X509 *x = SSL_get1_peer_certificate(s->ssl);
	GENERAL_NAMES *names;

	if (x == NULL)
		return;
	names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);

		if (n->type == GEN_DNS)
			add_name(&s->names, "", ASN1_STRING_get0_data(n->d.dNSName),
			         ASN1_STRING_length(n->d.dNSName));
		else if (n->type == GEN_OTHERNAME)
			add_other_name(&s->names, n->d.otherName);
	}
	GENERAL_NAMES_free(names);
	add_common_names(&s->names, x);
	X509_free(x);
}

static void note_details(struct secure *s)
{
	const unsigned char *alpn;
	unsigned n;
	const char *sni = SSL_get_servername(s->ssl, TLSEXT_NAMETYPE_host_name);

	SSL_get0_alpn_selected(s->ssl, &alpn, &n);
	if (n != 0)
		buf_printf(&s->details, "alpn=%.*s", (int)n, (const char *)alpn);
	if (sni != NULL)
		buf_printf(&s->details, "%ssni=%s", n != 0 ? " " : "", sni);
	buf_printf(&s->details, "%shandshake=%s", buf_len(&s->details) != 0 ? " " : "",
	           SSL_session_reused(s->ssl) == 1 ? "resumed" : "whole");
}

/* --- bytes --------------------------------------------------------------------------------- */

static void take_output(struct secure *s, struct buf *out)
{
	char piece[4096];
	int n;

	while ((n = BIO_read(s->to_wire, piece, sizeof piece)) > 0)
		buf_put(out, piece, (size_t)n);
}

static enum secure_state stopped(struct secure *s, int result)
{
	switch (SSL_get_error(s->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		return s->state;
	case SSL_ERROR_ZERO_RETURN:
		return SECURE_CLOSED;
	default:
		buf_puts(&s->reason, last_error());
		return SECURE_FAILED;
	}
}

static enum secure_state shake(struct secure *s)
{
	int result = SSL_do_handshake(s->ssl);

	if (result != 1)
		return stopped(s, result);
	note_names(s);
	note_details(s);
	return SECURE_OPEN;
}

static enum secure_state read_plain(struct secure *s, struct buf *plain)
{
	char piece[4096];
	int n;

	while ((n = SSL_read(s->ssl, piece, sizeof piece)) > 0)
		buf_put(plain, piece, (size_t)n);
	return stopped(s, n);
}

enum secure_state secure_take(struct secure *s, struct view bytes, struct buf *plain,
                              struct buf *out)
{
	ERR_clear_error();
	if (s->deaf || s->state == SECURE_FAILED || s->state == SECURE_CLOSED)
		return s->state;
	/* A memory BIO takes all, or the machine has no memory. */
	for (size_t at = 0; at < bytes.n;) {
		size_t n = bytes.n - at < 65536 ? bytes.n - at : 65536;

		if (BIO_write(s->from_wire, bytes.p + at, (int)n) != (int)n)
			abort();
		at += n;
	}
	if (s->state == SECURE_SHAKING)
		s->state = shake(s);
	if (s->state == SECURE_OPEN)
		s->state = read_plain(s, plain);
	take_output(s, out);
	return s->state;
}

void secure_put(struct secure *s, struct view plain, struct buf *out)
{
	ERR_clear_error();
	assert(s->state != SECURE_SHAKING);
	/* RFC 8446 6.1: their close_notify does not end our direction. */
	for (size_t at = 0; at < plain.n && s->state != SECURE_FAILED;) {
		size_t n = plain.n - at < 16384 ? plain.n - at : 16384;
		int result = SSL_write(s->ssl, plain.p + at, (int)n);

		if (result <= 0) {
			(void)stopped(s, result);
			s->state = SECURE_FAILED;
			break;
		}
		at += (size_t)result;
	}
	take_output(s, out);
}

bool secure_ask_for_keys(struct secure *s, unsigned n, struct buf *out)
{
	bool ok = s->state == SECURE_OPEN;

	ERR_clear_error();
	for (; ok && n > 0; n--)
		ok = SSL_key_update(s->ssl, SSL_KEY_UPDATE_REQUESTED) == 1 &&
		     SSL_do_handshake(s->ssl) == 1;
	ERR_clear_error();
	take_output(s, out);
	return ok;
}

bool secure_renegotiate(struct secure *s, struct buf *out)
{
	bool ok;

	ERR_clear_error();
	ok = s->state == SECURE_OPEN && SSL_renegotiate(s->ssl) == 1;
	if (ok)
		(void)SSL_do_handshake(s->ssl); /* the other side is still to answer */
	s->deaf = ok;
	ERR_clear_error();
	take_output(s, out);
	return ok;
}

void secure_close(struct secure *s, struct buf *out)
{
	ERR_clear_error();
	if (s->state == SECURE_OPEN || s->state == SECURE_CLOSED)
		(void)SSL_shutdown(s->ssl); /* 0: theirs is still to come */
	ERR_clear_error();
	take_output(s, out);
}

const char *secure_version(const struct secure *s)
{
	return SSL_get_version(s->ssl);
}

const char *secure_names(const struct secure *s)
{
	return buf_cstr(&s->names);
}

const char *secure_details(const struct secure *s)
{
	return buf_cstr(&s->details);
}

const char *secure_reason(const struct secure *s)
{
	return buf_cstr(&s->reason);
}
