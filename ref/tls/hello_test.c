/* What a server chooses by the first message: the protocol, and the certificate it shows. */
#include "tls/session_foreign_rig.h"

START_TEST(alpn_that_does_not_overlap_is_refused)		/* RFC 7301 3.2 */
{
	struct foreign f;

	begin();
	for (int wrong = 0; wrong < 2; wrong++) {
		f = foreign_new(ours, NULL, NULL);
		if (wrong)
			SSL_CTX_set_alpn_protos(f.ctx, (const unsigned char *)"\x02h2", 3);
		foreign_shake(&f);
		ck_assert_int_eq(tls_session_state(f.server), wrong ? TLS_BROKEN : TLS_OPEN);
		ck_assert_uint_eq(tls_session_alpn(f.server).n, 0);
		foreign_free(&f);
	}
	end();
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

UNIT("hello", alpn_that_does_not_overlap_is_refused, certificate_goes_by_the_name_asked_for)
