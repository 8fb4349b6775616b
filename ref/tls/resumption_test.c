/* Two ends in memory, again and again: which handshakes go on with what was proved
 * before, and what that still proves. */
#include "tls/session_for_tests.h"

#include <string.h>
#include <time.h>

#include "tls/context_ssl.h"
#include "tls/resumption.h"

static struct tc a, b;
static struct tls_context *caller, *called;

/* Shows `leaf`, keeps `most`; TLS 1.2 alone when `old`. */
static struct tls_context *keeps(const struct tc *leaf, unsigned most, bool old)
{
	struct tls_context *c = context(leaf, false);

	resumption_allow(tls_context_ssl(c), most);
	if (old)
		SSL_CTX_set_max_proto_version(tls_context_ssl(c), TLS1_2_VERSION);
	return c;
}

static void ends(unsigned most, bool old)
{
	setup();
	a = tc_leaf(&ca, "dns:a.example");
	b = tc_leaf(&ca, "dns:b.example");
	caller = keeps(&a, most, old);
	called = keeps(&b, most, false);
}

static void ends_over(void)
{
	tls_context_free(&caller);
	tls_context_free(&called);
	tc_free(&a);
	tc_free(&b);
	teardown();
}

/* One handshake, and its end; says whether both resumed. */
struct met {
	bool resumed;
	enum cause of_client, of_server; /* what the peer's chain is worth to each */
	bool named;                      /* each knows whom it talks to */
	int64_t expires;
};

static enum tls_role as = TLS_CLIENT_AGAIN;

static struct met meet(struct tls_context *from, struct tls_context *to, const char *sni)
{
	struct tls_session *client = tls_session_new(from, as, sni);
	struct tls_session *server = tls_session_new(to, TLS_SERVER, NULL);
	struct met m;

	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_state(client), TLS_OPEN);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	m.resumed = tls_session_resumed(client);
	ck_assert(tls_session_resumed(server) == m.resumed);
	m.of_client = tls_session_chain(client);
	m.of_server = tls_session_chain(server);
	m.named = tls_session_peer(client) != NULL && tls_session_peer(server) != NULL &&
	          cert_names_domain(tls_session_peer(client), VIEW("b.example"), VIEW("")) &&
	          cert_names_domain(tls_session_peer(server), VIEW("a.example"), VIEW(""));
	m.expires = tls_session_expires(server);
	/* As a cable that is pulled. */
	tls_session_free(&client);
	tls_session_free(&server);
	return m;
}

static bool resumes(const char *sni)
{
	return meet(caller, called, sni).resumed;
}

START_TEST(a_session_is_resumed_and_proves_what_it_proved)
{
	struct met whole, again;

	for (int old = 0; old < 2; old++) {
		ends(10, old != 0);
		whole = meet(caller, called, "b.example");
		again = meet(caller, called, "b.example");
		ck_assert(!whole.resumed && again.resumed);
		ck_assert(whole.named && again.named);
		ck_assert_int_eq(again.of_client, CAUSE_NONE);
		ck_assert_int_eq(again.of_server, CAUSE_NONE);
		ck_assert_int_ge(again.expires, whole.expires - 1);
		ck_assert_int_le(again.expires, whole.expires + 1);
		ends_over();
	}
}
END_TEST

START_TEST(a_client_offers_each_once_and_none_of_a_resumed)
{
	ends(10, false);
	ck_assert(!resumes("b.example"));
	ck_assert(resumes("b.example"));
	ck_assert(!resumes("b.example"));
	ck_assert(resumes("b.example"));
	ends_over();
}
END_TEST

START_TEST(of_another_name_or_context_or_of_none_nothing_is_resumed)
{
	struct tls_context *reloaded, *none;

	ends(10, false);
	ck_assert(!resumes("b.example"));
	ck_assert(!resumes("c.example"));
	ck_assert(!resumes(NULL));
	ck_assert(!resumes(NULL));
	reloaded = keeps(&b, 10, false);
	ck_assert(!meet(caller, reloaded, "b.example").resumed);
	ck_assert(meet(caller, reloaded, "b.example").resumed);
	/* Nor by a client that did not ask for it, and keeps nothing either. */
	as = TLS_CLIENT;
	ck_assert(!meet(caller, called, "c.example").resumed);
	as = TLS_CLIENT_AGAIN;
	ck_assert(meet(caller, called, "c.example").resumed);
	ck_assert(!meet(caller, called, "c.example").resumed);
	none = keeps(&b, 0, false);
	ck_assert(!meet(caller, none, "d.example").resumed);
	ck_assert(!meet(caller, none, "d.example").resumed);
	tls_context_free(&reloaded);
	tls_context_free(&none);
	ends_over();
}
END_TEST

/* A client that offers its last session under whatever name, as ours never does: says
 * whether it was taken up. */
static bool offers(SSL_SESSION **last, struct tls_context *to, const char *sni)
{
	struct tls_session *server = tls_session_new(to, TLS_SERVER, NULL);
	SSL *client = SSL_new(tls_context_ssl(caller));
	BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
	struct buf wire = { 0 }, plain = { 0 };
	char *p, one[1];
	bool resumed;
	long n;

	SSL_set_bio(client, in, out);
	SSL_clear_options(client, SSL_OP_NO_TICKET);
	SSL_set_connect_state(client);
	ck_assert_int_eq(SSL_set_tlsext_host_name(client, sni), 1);
	if (*last != NULL)
		ck_assert_int_eq(SSL_set_session(client, *last), 1);
	SSL_SESSION_free(*last);
	for (int i = 0; i < 4; i++) {
		ck_assert_int_le(SSL_read(client, one, 1), 0);
		n = BIO_get_mem_data(out, &p);
		tls_session_feed(server, (struct view){ p, (size_t)n }, &plain);
		ck_assert_int_eq(BIO_reset(out), 1);
		tls_session_take(server, &wire);
		ck_assert(buf_len(&wire) == 0 ||
		          BIO_write(in, buf_view(&wire).p, (int)buf_len(&wire)) > 0);
		buf_clear(&wire);
	}
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	resumed = SSL_session_reused(client) == 1;
	ck_assert(tls_session_resumed(server) == resumed);
	*last = SSL_get1_session(client);
	SSL_set_shutdown(client, SSL_SENT_SHUTDOWN);
	SSL_free(client);
	tls_session_free(&server);
	buf_free(&wire);
	buf_free(&plain);
	return resumed;
}

START_TEST(a_session_goes_on_under_its_own_name_alone)
{
	struct tls_context *port;
	SSL_SESSION *last = NULL;

	for (int old = 0; old < 2; old++) {
		ends(10, old != 0);
		port = keeps(&a, 10, false);
		tls_context_serve(port, "b.example", called);
		ck_assert(!offers(&last, port, "a.example"));
		ck_assert(offers(&last, port, "A.example"));
		ck_assert(!offers(&last, port, "b.example"));
		ck_assert(offers(&last, port, "B.EXAMPLE"));
		ck_assert(!offers(&last, port, "nobody.example"));
		ck_assert(!offers(&last, port, "a.example"));
		/* Nor at the other context, which shows the same. */
		ck_assert(!offers(&last, called, "b.example"));
		ck_assert(!offers(&last, port, "b.example"));
		SSL_SESSION_free(last);
		last = NULL;
		tls_context_free(&port);
		ends_over();
	}
}
END_TEST

/* When the certificates of both have expired, by the clock of each. */
START_TEST(what_is_resumed_is_looked_at_again)
{
	time_t later = time(NULL) + 400 * TC_DAY;
	struct met m;

	for (int old = 0; old < 2; old++) {
		ends(10, old != 0);
		ck_assert(!resumes("b.example"));
		X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(tls_context_ssl(caller)), later);
		X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(tls_context_ssl(called)), later);
		m = meet(caller, called, "b.example");
		ck_assert(m.resumed && m.named);
		ck_assert_int_eq(m.of_client, CAUSE_CERT_EXPIRED);
		ck_assert_int_eq(m.of_server, CAUSE_CERT_EXPIRED);
		ends_over();
	}
}
END_TEST

START_TEST(the_oldest_goes_first)
{
	ends(2, false);
	/* A client's: of two names both, of three the last two. */
	ck_assert(!resumes("1.example") && !resumes("2.example"));
	ck_assert(resumes("1.example"));
	ck_assert(resumes("2.example"));
	tls_context_free(&called);
	called = keeps(&b, 10, false);
	ck_assert(!resumes("1.example") && !resumes("2.example") && !resumes("3.example"));
	ck_assert(resumes("3.example") && resumes("2.example") && !resumes("1.example"));
	/* A server's, of clients that keep more. */
	tls_context_free(&caller);
	tls_context_free(&called);
	caller = keeps(&a, 10, false);
	called = keeps(&b, 2, false);
	ck_assert(!resumes("1.example") && !resumes("2.example"));
	ck_assert_int_eq(SSL_CTX_sess_number(tls_context_ssl(called)), 2);
	ck_assert(!resumes("3.example"));
	ck_assert_int_eq(SSL_CTX_sess_number(tls_context_ssl(called)), 2);
	ck_assert(!resumes("1.example"));
	ends_over();
}
END_TEST

START_TEST(what_proves_nothing_is_not_kept)
{
	struct tc stranger_ca, stranger;
	struct tls_context *unknown, *bare;

	ends(10, false);
	stranger_ca = tc_ca("stranger", NULL);
	stranger = tc_leaf(&stranger_ca, "dns:a.example");
	unknown = keeps(&stranger, 10, false);
	ck_assert(!meet(unknown, called, "b.example").resumed);
	ck_assert_int_eq(SSL_CTX_sess_number(tls_context_ssl(called)), 0);
	ck_assert(!meet(unknown, called, "b.example").resumed);
	/* One who shows none costs nothing, and may come by dialback. */
	bare = keeps(NULL, 10, false);
	ck_assert(!meet(bare, called, "b.example").resumed);
	ck_assert_int_eq(SSL_CTX_sess_number(tls_context_ssl(called)), 1);
	ck_assert(meet(bare, called, "b.example").resumed);
	ck_assert(resumption_worth(X509_V_OK, 0));
	ck_assert(resumption_worth(X509_V_OK, RESUMABLE_CHAIN_MAX));
	ck_assert(!resumption_worth(X509_V_OK, RESUMABLE_CHAIN_MAX + 1));
	ck_assert(!resumption_worth(X509_V_ERR_CERT_HAS_EXPIRED, 1));
	tls_context_free(&unknown);
	tls_context_free(&bare);
	tc_free(&stranger);
	tc_free(&stranger_ca);
	ends_over();
}
END_TEST

/* --- its age: with a client of OpenSSL's own, whose session is at hand --------------------- */

static SSL *raw(struct tls_context *c, bool server, BIO *io)
{
	SSL *s = SSL_new(tls_context_ssl(c));

	ck_assert_ptr_nonnull(s);
	SSL_set_bio(s, io, io);
	if (server)
		SSL_set_accept_state(s);
	else
		SSL_set_connect_state(s);
	return s;
}

/* Goes on with *session (may be NULL), whose whole handshake was so long ago; *session
 * becomes the new one. */
static long left_to_it; /* seconds that the server keeps it */

static bool after(long seconds, SSL_SESSION **session)
{
	int64_t at = time(NULL) - seconds;
	BIO *left, *right;
	SSL *client, *server;
	bool resumed;
	char none;

	ck_assert_int_eq(BIO_new_bio_pair(&left, 0, &right, 0), 1);
	client = raw(caller, false, left);
	server = raw(called, true, right);
	resumption_begin(server, true, NULL);
	if (*session != NULL)
		ck_assert_int_eq(SSL_set_session(client, *session), 1);
	for (int i = 0; i < 6; i++) {
		(void)SSL_do_handshake(client);
		(void)SSL_do_handshake(server);
		(void)SSL_read(client, &none, 1);
	}
	resumed = SSL_session_reused(client) == 1;
	ck_assert(SSL_session_reused(server) == resumed);
	ck_assert(SSL_is_init_finished(client) && SSL_is_init_finished(server));
	SSL_SESSION_free(*session);
	*session = SSL_get1_session(client);
	left_to_it = SSL_SESSION_get_timeout(SSL_get_session(server));
	SSL_SESSION_set1_ticket_appdata(SSL_get_session(server), &at, sizeof at);
	SSL_set_shutdown(client, SSL_SENT_SHUTDOWN);
	SSL_set_shutdown(server, SSL_SENT_SHUTDOWN);
	SSL_free(client);
	SSL_free(server);
	return resumed;
}

START_TEST(resuming_makes_nothing_younger)
{
	SSL_SESSION *session = NULL;

	ends(10, false);
	ck_assert(!after(RESUMABLE_SECONDS - 60, &session));
	ck_assert(after(RESUMABLE_SECONDS - 60, &session));
	ck_assert_int_le(left_to_it, 60);
	ck_assert(after(RESUMABLE_SECONDS, &session));
	/* It goes on with a session that is too old to leave another. */
	ck_assert(after(0, &session));
	ck_assert(!after(0, &session));
	SSL_SESSION_free(session);
	ends_over();
}
END_TEST

UNIT("resumption", a_session_is_resumed_and_proves_what_it_proved,
     a_session_goes_on_under_its_own_name_alone,
     a_client_offers_each_once_and_none_of_a_resumed,
     of_another_name_or_context_or_of_none_nothing_is_resumed, what_is_resumed_is_looked_at_again,
     the_oldest_goes_first, what_proves_nothing_is_not_kept, resuming_makes_nothing_younger)
