/* Two ends in memory: what a session proves, refuses and survives. */
#include "tls/session_for_tests.h"

#include <time.h>

#include "tls/context_ssl.h"

START_TEST(both_sides_prove_themselves)
{
	struct tc a, b;
	struct tls_context *ca_ctx, *cb_ctx;
	struct tls_session *client, *server;
	const size_t steps[] = { 1, 7, 100000 };

	setup();
	a = tc_leaf(&ca, "dns:a.example");
	b = tc_leaf(&ca, "dns:b.example");
	ca_ctx = context(&a, false);
	cb_ctx = context(&b, false);
	for (size_t i = 0; i < 3; i++) {
		client = tls_session_new(ca_ctx, TLS_CLIENT, "b.example");
		server = tls_session_new(cb_ctx, TLS_SERVER, NULL);
		ck_assert_int_eq(tls_session_state(client), TLS_HANDSHAKE);
		shake(client, server, steps[i]);
		ck_assert_int_eq(tls_session_state(client), TLS_OPEN);
		ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
		ck_assert_int_eq(tls_session_chain(client), CAUSE_NONE);
		ck_assert_int_eq(tls_session_chain(server), CAUSE_NONE);
		ck_assert(cert_names_domain(tls_session_peer(server), VIEW("a.example"),
		                            VIEW("a.example")));
		ck_assert(cert_names_domain(tls_session_peer(client), VIEW("b.example"),
		                            VIEW("b.example")));
		ck_assert_str_eq(tls_session_version(server), "TLSv1.3");
		ck_assert_str_eq(tls_session_sni(server), "b.example");
		ck_assert(view_is(tls_session_alpn(server), "xmpp-server"));
		ck_assert(view_is(tls_session_alpn(client), "xmpp-server"));
		tls_session_free(&client);
		tls_session_free(&server);
		ck_assert_ptr_null(server);
	}
	tls_context_free(&ca_ctx);
	tls_context_free(&cb_ctx);
	tc_free(&a);
	tc_free(&b);
	teardown();
}
END_TEST

/* What was good, or was not, by the trust of the handshake. */
START_TEST(chains_are_looked_at_again)
{
	struct tc b, other;
	struct tls_context *mine, *with, *stranger;
	struct tls_session *client, *server;
	struct tls_settings s = { 0 };
	struct fault f = { 0 };
	char *file;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	other = tc_ca("other", NULL);
	file = tc_cert_file(&other);
	s.trust = file;
	stranger = tls_context_new(&s, &f);
	ck_assert_ptr_nonnull(stranger);
	mine = context(&b, false);
	with = context(&b, false);
	client = tls_session_new(mine, TLS_CLIENT, NULL);
	server = tls_session_new(with, TLS_SERVER, NULL);
	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_chain_by(client, mine), CAUSE_NONE);
	ck_assert_int_eq(tls_session_chain_by(server, mine), CAUSE_NONE);
	ck_assert_int_eq(tls_session_chain_by(client, stranger), CAUSE_CERT_UNKNOWN_ISSUER);
	ck_assert_int_eq(tls_session_chain_by(server, stranger), CAUSE_CERT_UNKNOWN_ISSUER);
	/* Asking changes nothing. */
	ck_assert_int_eq(tls_session_chain(client), CAUSE_NONE);
	ck_assert_int_gt(tls_session_expires(client), (int64_t)time(NULL) + 29 * TC_DAY);
	ck_assert_int_lt(tls_session_expires(client), (int64_t)time(NULL) + 31 * TC_DAY);
	tls_session_free(&client);
	tls_session_free(&server);
	/* The other way round, and a caller without a certificate. */
	client = tls_session_new(stranger, TLS_CLIENT, NULL);
	server = tls_session_new(with, TLS_SERVER, NULL);
	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_chain(client), CAUSE_CERT_UNKNOWN_ISSUER);
	ck_assert_int_eq(tls_session_chain_by(client, mine), CAUSE_NONE);
	ck_assert_int_eq(tls_session_chain_by(server, mine), CAUSE_CERT_NONE);
	ck_assert(tls_session_expires(server) == INT64_MAX);
	tls_session_free(&client);
	tls_session_free(&server);
	tls_context_free(&mine);
	tls_context_free(&with);
	tls_context_free(&stranger);
	tc_unlink(&file);
	tc_free(&b);
	tc_free(&other);
	teardown();
}
END_TEST

START_TEST(client_without_certificate_is_let_in_unproved)
{
	struct tc b;
	struct tls_context *none, *with;
	struct tls_session *client, *server;

	setup();
	b = tc_leaf(&ca, "dns:b.example");
	none = context(NULL, false);
	with = context(&b, false);
	client = tls_session_new(none, TLS_CLIENT, NULL);
	server = tls_session_new(with, TLS_SERVER, NULL);
	shake(client, server, 100000);
	ck_assert_int_eq(tls_session_state(server), TLS_OPEN);
	ck_assert_int_eq(tls_session_chain(server), CAUSE_CERT_NONE);
	ck_assert_ptr_null(tls_session_peer(server));
	ck_assert_ptr_null(tls_session_sni(server));
	ck_assert_int_eq(tls_session_chain(client), CAUSE_NONE);
	tls_session_free(&client);
	tls_session_free(&server);
	tls_context_free(&none);
	tls_context_free(&with);
	tc_free(&b);
	teardown();
}
END_TEST

START_TEST(data_of_all_sizes_crosses_and_closes)
{
	static const size_t sizes[] = { 1, 100, 16383, 16384, 16385, 300000 };
	struct tls_session *client, *server;
	struct buf sent = { 0 }, got = { 0 };

	begin();
	client = tls_session_new(ours, TLS_CLIENT, NULL);
	server = tls_session_new(ours, TLS_SERVER, NULL);
	shake(client, server, 100000);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		for (size_t step = 999; step <= 1000000; step *= 1001) {
			buf_clear(&sent);
			buf_clear(&got);
			while (buf_len(&sent) < sizes[i])
				buf_putc(&sent, (char)('a' + buf_len(&sent) % 23));
			tls_session_write(client, buf_view(&sent));
			carry(client, server, step, &got);
			ck_assert(view_eq(buf_view(&got), buf_view(&sent)));
		}
	}
	buf_clear(&got);
	tls_session_write(client, VIEW("last"));
	tls_session_close(client);
	tls_session_close(client);
	carry(client, server, 100000, &got);
	ck_assert_int_eq(tls_session_state(server), TLS_CLOSED);
	ck_assert_str_eq(buf_cstr(&got), "last");
	buf_clear(&got);
	tls_session_write(server, VIEW("answer"));	/* half closed */
	tls_session_close(server);
	carry(server, client, 100000, &got);
	ck_assert_int_eq(tls_session_state(client), TLS_CLOSED);
	ck_assert_str_eq(buf_cstr(&got), "answer");
	tls_session_free(&client);
	tls_session_free(&server);
	buf_free(&sent);
	buf_free(&got);
	end();
}
END_TEST

START_TEST(tampered_record_breaks)
{
	struct tls_session *client, *server;
	struct buf wire = { 0 }, got = { 0 };

	begin();
	client = tls_session_new(ours, TLS_CLIENT, NULL);
	server = tls_session_new(ours, TLS_SERVER, NULL);
	shake(client, server, 100000);
	tls_session_write(client, VIEW("good"));
	tls_session_take(client, &wire);
	tls_session_write(client, VIEW("bad"));
	tls_session_take(client, &wire);	/* behind what is there */
	wire.mem[wire.tail - 1] ^= 1;
	ck_assert_int_eq(tls_session_feed(server, buf_view(&wire), &got), TLS_BROKEN);
	ck_assert_str_eq(buf_cstr(&got), "good");
	ck_assert_ptr_nonnull(strstr(tls_session_words(server), "record: "));
	buf_clear(&wire);
	tls_session_take(server, &wire);
	ck_assert_uint_gt(buf_len(&wire), 0);	/* an alert says so */
	ck_assert_int_eq(tls_session_feed(server, VIEW("more"), &got), TLS_BROKEN);
	ck_assert_str_eq(buf_cstr(&got), "good");
	tls_session_free(&client);
	tls_session_free(&server);
	buf_free(&wire);
	buf_free(&got);
	end();
}
END_TEST

START_TEST(what_is_no_tls_breaks_at_once)
{
	static const struct view junk[] = {
		{ "GET / HTTP/1.1\r\n\r\n", 18 },
		{ "<?xml version='1.0'?><stream:stream>", 36 },
		{ "\x16\x03\x01\xff\xff\x01", 6 },		/* length beyond any record */
		{ "\x17\x03\x03\0\5hello", 10 },		/* data before the handshake */
		{ "\x16\x03\x01\0\4\2\0\0\0", 9 },		/* ServerHello to a server */
	};
	struct tls_session *server;
	struct buf got = { 0 };

	begin();
	for (size_t i = 0; i < sizeof junk / sizeof junk[0]; i++) {
		server = tls_session_new(ours, TLS_SERVER, NULL);
		ck_assert_int_eq(tls_session_feed(server, junk[i], &got), TLS_BROKEN);
		ck_assert(view_starts(view_of(tls_session_words(server)),
		                      VIEW("handshake: ")));
		ck_assert_ptr_null(tls_session_peer(server));
		tls_session_free(&server);
	}
	ck_assert_uint_eq(buf_len(&got), 0);
	buf_free(&got);
	end();
}
END_TEST

START_TEST(handshake_is_bounded)
{
	struct tls_session *client, *server;
	struct buf wire = { 0 }, got = { 0 };

	begin();
	for (int over = 0; over < 2; over++) {
		client = tls_session_new(ours, TLS_CLIENT, NULL);
		server = tls_session_new(ours, TLS_SERVER, NULL);
		buf_clear(&wire);
		tls_session_take(client, &wire);
		/* An empty feed costs nothing; then the limit, and one more. */
		while (buf_len(&wire) < TLS_HANDSHAKE_MAX + (size_t)over)
			buf_putc(&wire, '\0');
		ck_assert_int_eq(tls_session_feed(server, buf_view(&wire), &got), TLS_BROKEN);
		ck_assert_int_eq(strstr(tls_session_words(server), "more than") != NULL, over);
		tls_session_free(&client);
		tls_session_free(&server);
	}
	buf_free(&wire);
	buf_free(&got);
	end();
}
END_TEST

UNIT("session", both_sides_prove_themselves, chains_are_looked_at_again,
     client_without_certificate_is_let_in_unproved, data_of_all_sizes_crosses_and_closes,
     tampered_record_breaks, what_is_no_tls_breaks_at_once, handshake_is_bounded)
