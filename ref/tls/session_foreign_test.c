/* Peers that our own settings would not make: a bare OpenSSL client against a session. */
#include "tls/session_for_tests.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tls/talk.h"

struct foreign {		/* a bare OpenSSL client */
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;
};

static struct foreign foreign_new(const struct tc *leaf, const struct tc *issuer)
{
	struct foreign f = { SSL_CTX_new(TLS_client_method()), NULL, NULL, NULL };

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

static void foreign_start(struct foreign *f)
{
	f->ssl = SSL_new(f->ctx);
	f->in = BIO_new(BIO_s_mem());
	f->out = BIO_new(BIO_s_mem());
	BIO_set_mem_eof_return(f->in, -1);
	SSL_set_bio(f->ssl, f->in, f->out);
	SSL_set_connect_state(f->ssl);
}

static void foreign_free(struct foreign *f)
{
	SSL_free(f->ssl);
	SSL_CTX_free(f->ctx);
}

static void foreign_carry(struct foreign *f, struct tls_session *server, struct buf *got)
{
	struct buf wire = { 0 };
	char *p;
	long n = BIO_get_mem_data(f->out, &p);

	tls_session_feed(server, (struct view){ p, (size_t)n }, got);
	BIO_reset(f->out);
	tls_session_take(server, &wire);
	if (buf_len(&wire) != 0)
		BIO_write(f->in, buf_cstr(&wire), (int)buf_len(&wire));
	buf_free(&wire);
}

static void foreign_shake(struct foreign *f, struct tls_session *server)
{
	struct buf got = { 0 };

	if (f->ssl == NULL)
		foreign_start(f);
	for (int i = 0; i < 4; i++) {
		SSL_do_handshake(f->ssl);
		foreign_carry(f, server, &got);
	}
	ERR_clear_error();
	buf_free(&got);
}

/* What the server thinks of a client with this certificate. */
static enum cause cause_of(struct tls_context *c, const struct tc *leaf,
                           const struct tc *issuer)
{
	struct tls_session *server = tls_session_new(c, TLS_SERVER, NULL);
	struct foreign f = foreign_new(leaf, issuer);
	enum cause cause;

	foreign_shake(&f, server);
	ck_assert_msg(tls_session_state(server) == TLS_OPEN, "%s", tls_session_words(server));
	cause = tls_session_chain(server);
	foreign_free(&f);
	tls_session_free(&server);
	return cause;
}

#define ISSUERS_MOST 10 /* of context.c: DEPTH_MAX */

/* Attack: a chain without end, each of which costs a signature. */
START_TEST(a_chain_has_so_many_issuers)
{
	struct tc b, chain[ISSUERS_MOST + 1], leaf;
	struct tls_context *c;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	for (size_t n = ISSUERS_MOST - 1; n <= ISSUERS_MOST + 1; n++) {
		struct tls_session *server = tls_session_new(c, TLS_SERVER, NULL);
		struct foreign f;

		for (size_t i = 0; i < n; i++) {
			char name[] = "between-a";

			name[sizeof name - 2] = (char)('a' + i);
			chain[i] = tc_ca(name, i == 0 ? &root : &chain[i - 1]);
		}
		leaf = tc_leaf(&chain[n - 1], "dns:a.example");
		f = foreign_new(&leaf, NULL);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(SSL_CTX_add1_chain_cert(f.ctx, chain[i].cert), 1);
		foreign_shake(&f, server);
		ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
		ck_assert_int_eq(tls_session_chain(server) == CAUSE_NONE, n <= ISSUERS_MOST);
		foreign_free(&f);
		tls_session_free(&server);
		tc_free(&leaf);
		for (size_t i = 0; i < n; i++)
			tc_free(&chain[i]);
	}
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(handshake_goes_on_whatever_the_certificate)		/* C21 */
{
	struct tc b, leaf, issuer, stranger;
	struct tls_context *c;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);

	leaf = tc_leaf(&ca, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_NONE);
	ck_assert_int_eq(cause_of(c, &leaf, NULL), CAUSE_CERT_UNKNOWN_ISSUER);
	tc_free(&leaf);

	leaf = tc_leaf(NULL, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, NULL), CAUSE_CERT_SELF_SIGNED);
	tc_free(&leaf);

	stranger = tc_ca("stranger", NULL);
	leaf = tc_leaf(&stranger, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, &stranger), CAUSE_CERT_UNKNOWN_ISSUER);
	tc_free(&leaf);
	tc_free(&stranger);

	/* The same name as the authority we trust, another key. */
	stranger = tc_ca("ca", NULL);
	leaf = tc_leaf(&stranger, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_BAD);
	tc_free(&leaf);
	tc_free(&stranger);

	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .from = -2 * TC_DAY,
	                                 .to = -60 });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_EXPIRED);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .from = TC_DAY,
	                                 .to = 2 * TC_DAY });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_NOT_YET);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .ca = true });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_IS_CA);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .eku = "clientAuth" });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_PURPOSE);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .rsa_bits = 1024 });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_WEAK);
	tc_free(&leaf);
	leaf = tc_new(&(struct tc_spec){ .cn = "x", .issuer = &ca, .md = EVP_sha1() });
	ck_assert_int_eq(cause_of(c, &leaf, &ca), CAUSE_CERT_WEAK);
	tc_free(&leaf);

	issuer = tc_new(&(struct tc_spec){ .cn = "sha1 ca", .issuer = &root, .ca = true,
	                                   .md = EVP_sha1() });
	leaf = tc_leaf(&issuer, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, &issuer), CAUSE_CERT_WEAK);
	tc_free(&leaf);
	tc_free(&issuer);
	issuer = tc_new(&(struct tc_spec){ .cn = "mail ca", .issuer = &root, .ca = true,
	                                   .eku = "emailProtection" });
	leaf = tc_leaf(&issuer, "dns:a.example");
	ck_assert_int_eq(cause_of(c, &leaf, &issuer), CAUSE_CERT_PURPOSE);
	tc_free(&leaf);
	tc_free(&issuer);
	/* No authority, yet it signs. */
	issuer = tc_new(&(struct tc_spec){ .cn = "server", .issuer = &root });
	leaf = tc_leaf(&issuer, "dns:victim.example");
	ck_assert_int_eq(cause_of(c, &leaf, &issuer), CAUSE_CERT_BAD);
	tc_free(&leaf);
	tc_free(&issuer);

	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(old_versions_and_suites_are_refused)
{
	static const struct { int min, max; const char *suites; bool ok; } rows[] = {
		{ TLS1_VERSION, TLS1_1_VERSION, "ALL", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", true },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-GCM-SHA384", true },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "AES128-GCM-SHA256", false },
		{ TLS1_2_VERSION, TLS1_2_VERSION, "AECDH-AES128-SHA", false },
		{ TLS1_3_VERSION, TLS1_3_VERSION, "ALL", true },
	};
	struct tc b;
	struct tls_context *c, *only13;
	struct tls_session *server;
	struct foreign f;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	only13 = context(&b, true);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		server = tls_session_new(c, TLS_SERVER, NULL);
		f = foreign_new(NULL, NULL);
		SSL_CTX_set_min_proto_version(f.ctx, rows[i].min);
		SSL_CTX_set_max_proto_version(f.ctx, rows[i].max);
		ck_assert_int_eq(SSL_CTX_set_cipher_list(f.ctx, rows[i].suites), 1);
		foreign_shake(&f, server);
		ck_assert_msg(tls_session_state(server) == (rows[i].ok ? TLS_OPEN : TLS_BROKEN),
		              "row %zu: %s", i, tls_session_words(server));
		foreign_free(&f);
		tls_session_free(&server);
	}
	server = tls_session_new(only13, TLS_SERVER, NULL);
	f = foreign_new(NULL, NULL);
	SSL_CTX_set_max_proto_version(f.ctx, TLS1_2_VERSION);
	foreign_shake(&f, server);
	ck_assert_int_eq(tls_session_state(server), TLS_BROKEN);
	foreign_free(&f);
	tls_session_free(&server);
	tls_context_free(&c);
	tls_context_free(&only13);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(nothing_can_be_resumed_or_renegotiated)	/* X R7590-3.3-1 */
{
	static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
	struct buf got = { 0 };
	struct tc b;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;
	char byte;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	for (size_t i = 0; i < 2; i++) {
		server = tls_session_new(c, TLS_SERVER, NULL);
		f = foreign_new(&b, &ca);
		SSL_CTX_set_min_proto_version(f.ctx, versions[i]);
		SSL_CTX_set_max_proto_version(f.ctx, versions[i]);
		foreign_shake(&f, server);
		ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
		ck_assert_int_le(SSL_read(f.ssl, &byte, 1), 0);
		ck_assert(!SSL_SESSION_has_ticket(SSL_get_session(f.ssl)));
		ck_assert(!SSL_SESSION_is_resumable(SSL_get_session(f.ssl)));
		if (versions[i] == TLS1_2_VERSION) {
			ck_assert_int_eq(SSL_renegotiate(f.ssl), 1);
			SSL_do_handshake(f.ssl);
			foreign_carry(&f, server, &got);
			ck_assert_int_le(SSL_read(f.ssl, &byte, 1), 0);
			ck_assert(SSL_in_init(f.ssl));	/* still not begun anew */
			ck_assert_uint_eq(buf_len(&got), 0);
		}
		foreign_free(&f);
		tls_session_free(&server);
	}
	ERR_clear_error();
	tls_context_free(&c);
	tc_free(&b);
	buf_free(&got);
	teardown();
}
END_TEST

/* A leaf with so many names. */
static struct tc named(int names)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct buf name = { 0 };

	for (int i = 0; i < names; i++) {
		buf_clear(&name);
		buf_printf(&name, "name%d.example", i);
		tc_name(san, GEN_DNS, buf_view(&name));
	}
	buf_free(&name);
	return tc_new(&(struct tc_spec){ .cn = "many", .issuer = &ca, .san = san });
}

/* `n` requests for new keys, each wanting an answer, then `data` bytes. */
static void ask_for_keys(struct foreign *f, struct tls_session *server, int n, size_t data,
                         struct buf *got)
{
	static const char text[2 * TLS_TALK_BYTES];

	for (int i = 0; i < n; i++) {
		ck_assert_int_eq(SSL_key_update(f->ssl, SSL_KEY_UPDATE_REQUESTED), 1);
		ck_assert_int_eq(SSL_do_handshake(f->ssl), 1);
	}
	if (data != 0)
		ck_assert_int_eq(SSL_write(f->ssl, text, (int)data), (int)data);
	foreign_carry(f, server, got);
}

/* Attack: new keys without end, which cost much and answer themselves (RFC 8446 4.6.3). */
START_TEST(new_keys_are_made_a_few_times)
{
	struct tc b;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;
	struct buf got = { 0 };

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	server = tls_session_new(c, TLS_SERVER, NULL);
	f = foreign_new(NULL, NULL);
	foreign_shake(&f, server);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	ask_for_keys(&f, server, TLS_TALK_MAX - 1, 0, &got);
	ask_for_keys(&f, server, 1, 0, &got);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	/* Data pay for some more. */
	ask_for_keys(&f, server, 0, 2 * TLS_TALK_BYTES, &got);
	ask_for_keys(&f, server, 2, 2 * TLS_TALK_BYTES, &got);
	ask_for_keys(&f, server, 2, 1, &got);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	ck_assert_uint_eq(buf_len(&got), 4 * TLS_TALK_BYTES + 1);
	ask_for_keys(&f, server, 5000, 1, &got);
	ck_assert_int_eq(tls_session_state(server), TLS_BROKEN);
	ck_assert_ptr_nonnull(strstr(tls_session_words(server), "new keys"));
	ck_assert_uint_eq(buf_len(&got), 4 * TLS_TALK_BYTES + 1);

	buf_free(&got);
	foreign_free(&f);
	tls_session_free(&server);
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

/* RFC 6120 5.3.5: not supported, so an attempt ends the connection. */
START_TEST(renegotiation_ends_the_session)
{
	struct tc b;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;
	struct buf got = { 0 };

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	server = tls_session_new(c, TLS_SERVER, NULL);
	f = foreign_new(NULL, NULL);
	SSL_CTX_set_max_proto_version(f.ctx, TLS1_2_VERSION);
	foreign_shake(&f, server);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	ck_assert_int_eq(SSL_renegotiate(f.ssl), 1);
	SSL_do_handshake(f.ssl);
	foreign_carry(&f, server, &got);
	ck_assert_int_eq(tls_session_state(server), TLS_BROKEN);
	ck_assert_ptr_nonnull(strstr(tls_session_words(server), "renegotiation"));
	ck_assert_uint_eq(buf_len(&got), 0);
	ERR_clear_error();

	buf_free(&got);
	foreign_free(&f);
	tls_session_free(&server);
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(large_certificate_is_read_a_huge_one_refused)		/* C22 */
{
	struct tc b, many;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	many = named(2000);
	ck_assert_int_eq(cause_of(c, &many, &ca), CAUSE_NONE);
	tc_free(&many);

	many = named(50000);
	server = tls_session_new(c, TLS_SERVER, NULL);
	f = foreign_new(&many, &ca);
	foreign_shake(&f, server);
	ck_assert_int_eq(tls_session_state(server), TLS_BROKEN);
	foreign_free(&f);
	tls_session_free(&server);
	tc_free(&many);
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(alpn_that_does_not_overlap_is_refused)		/* RFC 7301 3.2 */
{
	struct tc b;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	for (int wrong = 0; wrong < 2; wrong++) {
		server = tls_session_new(c, TLS_SERVER, NULL);
		f = foreign_new(NULL, NULL);
		if (wrong)
			SSL_CTX_set_alpn_protos(f.ctx, (const unsigned char *)"\x02h2", 3);
		foreign_shake(&f, server);
		ck_assert_int_eq(tls_session_state(server), wrong ? TLS_BROKEN : TLS_OPEN);
		ck_assert_uint_eq(tls_session_alpn(server).n, 0);
		foreign_free(&f);
		tls_session_free(&server);
	}
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(certificate_goes_by_the_name_asked_for)		/* XEP-0368 */
{
	static const struct { const char *sni, *shown; } rows[] = {
		{ "b.example", "b.example" }, { "B.Example", "b.example" },
		{ "c.example", "c.example" }, { "x.example", "a.example" },
		{ NULL, "a.example" },
	};
	struct tc leaf[3];
	struct tls_context *first, *b, *c, *client_ctx;
	struct tls_session *client, *server[5];

	setup();
	leaf[0] = tc_leaf(&ca, "dns:a.example");
	leaf[1] = tc_leaf(&ca, "dns:b.example");
	leaf[2] = tc_leaf(&ca, "dns:c.example");
	first = context(&leaf[0], false);
	b = context(&leaf[1], false);
	c = context(&leaf[2], false);
	client_ctx = context(&leaf[0], false);
	tls_context_serve(first, "b.example", b);
	tls_context_serve(first, "c.example", c);
	for (size_t i = 0; i < 5; i++)
		server[i] = tls_session_new(first, TLS_SERVER, NULL);
	/* The configuration is read anew while they shake hands. */
	tls_context_free(&first);
	tls_context_free(&b);
	tls_context_free(&c);
	for (size_t i = 0; i < 5; i++) {
		client = tls_session_new(client_ctx, TLS_CLIENT, rows[i].sni);
		shake(client, server[i], 100000);
		ck_assert_int_eq(tls_session_state(server[i]), TLS_OPEN);
		ck_assert(cert_names_host(tls_session_peer(client), view_of(rows[i].shown)));
		ck_assert_int_eq(tls_session_chain(server[i]), CAUSE_NONE);
		ck_assert(view_is(tls_session_alpn(server[i]), "xmpp-server"));
		tls_session_free(&client);
		tls_session_free(&server[i]);
	}
	tls_context_free(&client_ctx);
	for (size_t i = 0; i < 3; i++)
		tc_free(&leaf[i]);
	teardown();
}
END_TEST

START_TEST(no_list_of_authorities_is_shown)
{
	struct tc b;
	struct tls_context *c;
	struct tls_session *server;
	struct foreign f;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	c = context(&b, false);
	server = tls_session_new(c, TLS_SERVER, NULL);
	f = foreign_new(&b, &ca);
	foreign_shake(&f, server);
	ck_assert_int_eq(tls_session_chain(server), CAUSE_NONE);	/* it was asked */
	ck_assert_int_le(sk_X509_NAME_num(SSL_get0_peer_CA_list(f.ssl)), 0);
	foreign_free(&f);
	tls_session_free(&server);
	tls_context_free(&c);
	tc_free(&b);
	teardown();
}
END_TEST

UNIT("session_foreign", a_chain_has_so_many_issuers, handshake_goes_on_whatever_the_certificate,
     old_versions_and_suites_are_refused, nothing_can_be_resumed_or_renegotiated,
     new_keys_are_made_a_few_times, renegotiation_ends_the_session,
     large_certificate_is_read_a_huge_one_refused, alpn_that_does_not_overlap_is_refused,
     certificate_goes_by_the_name_asked_for, no_list_of_authorities_is_shown)
