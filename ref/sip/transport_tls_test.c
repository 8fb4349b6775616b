/* Transports over TLS: who proves what to whom. */
#include "sip/transport_for_tests.h"

#include "tls/testcert.h"

static struct tc ca, other_ca;

static struct tls_context *context(const struct tc *issuer, const char *san)
{
	struct tls_settings s = { .certificate = NULL };
	struct fault f = { 0 };
	struct tls_context *ctx;
	char *trust = tc_cert_file(&ca), *cert = NULL, *key = NULL;

	s.trust = trust;
	if (san != NULL) {
		struct tc leaf = tc_new(&(struct tc_spec){ .cn = "leaf", .issuer = issuer,
			.eku = "serverAuth,clientAuth", .san = tc_san(san) });

		s.certificate = cert = tc_cert_file(&leaf);
		s.key = key = tc_key_file(&leaf);
		tc_free(&leaf);
	}
	ctx = tls_context_new(&s, &f);
	ck_assert_msg(ctx != NULL, "%s", f.text);
	tc_unlink(&trust);
	if (san != NULL) {
		tc_unlink(&cert);
		tc_unlink(&key);
	}
	return ctx;
}

/* R5922-7.1-1 to 7.4-2: what the client sees of the server, and the other way
 * round. */
START_TEST(who_proves_what)
{
	static const struct {
		const char *server, *name;	/* names of the server; whom we want */
		bool server_other_ca;
		const char *client;		/* NULL: no certificate */
		bool client_other_ca;
		const char *closed;		/* at the client; NULL: open */
		bool trusted;			/* by the server, who trusts fe.example */
	} row[] = {
		{ .server = "dns:corp.example", .name = "corp.example", .client = "dns:fe.example",
		  .trusted = true },
		{ .server = "uri:sip:corp.example", .name = "corp.example",
		  .client = "uri:sip:fe.example", .trusted = true },
		/* no name is looked up: one of those that are trusted */
		{ .server = "dns:fe.example", .name = NULL, .client = "dns:fe.example",
		  .trusted = true },
		{ .server = "dns:corp.example", .name = NULL, .client = "dns:fe.example",
		  .closed = "closed:cert-name " },
		/* 7.3: the domain, not the SRV target; 7.2: no wildcard */
		{ .server = "dns:fe1.hosting.example", .name = "corp.example",
		  .client = "dns:fe.example", .closed = "closed:cert-name " },
		{ .server = "dns:*.example", .name = "corp.example", .client = "dns:fe.example",
		  .closed = "closed:cert-name " },
		{ .server = "uri:sip:other.example dns:corp.example", .name = "corp.example",
		  .client = "dns:fe.example", .closed = "closed:cert-name " },
		{ .server = "dns:corp.example", .server_other_ca = true, .name = "corp.example",
		  .client = "dns:fe.example", .closed = "closed:cert-unknown-issuer " },
		/* 7.4: the client */
		{ .server = "dns:corp.example", .name = "corp.example", .client = NULL },
		{ .server = "dns:corp.example", .name = "corp.example", .client = "dns:evil.example" },
		{ .server = "dns:corp.example", .name = "corp.example", .client = "dns:fe.example",
		  .client_other_ca = true },
	};
	struct view trusted[] = { VIEW("fe.example") };

	ca = tc_ca("ca", NULL);
	other_ca = tc_ca("other", NULL);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct tls_context *server = context(row[i].server_other_ca ? &other_ca : &ca,
		                                     row[i].server);
		struct tls_context *client = context(row[i].client_other_ca ? &other_ca : &ca,
		                                     row[i].client);
		struct transport_settings s = { .server = server, .client = client,
		                                .trusted = trusted, .n_trusted = 1 };
		struct sip_flow flow = { .transport = SIP_TLS };
		struct end a, b;

		begin(&b, SIP_TLS, s);
		begin(&a, SIP_TCP, s);
		transport_local(b.t, 0, &flow.peer);
		flow.connection = transport_connect(a.t, SIP_TLS, &flow.peer, row[i].name);
		ck_assert(transport_send(a.t, &flow, VIEW(MESSAGE)));
		if (row[i].closed != NULL) {
			until(&a, row[i].closed);
			ck_assert(buf_len(&b.story) == 0 ||
			          view_find(buf_view(&b.story), VIEW("[")) == buf_len(&b.story));
		} else {
			until(&b, "[OPTIONS 86] ");
			struct buf names = { 0 };
			enum cause cause = transport_distrust(b.t, &b.from, &names);

			ck_assert_msg(b.trusted == row[i].trusted, "row %zu", i);
			ck_assert_msg((cause == CAUSE_NONE) == b.trusted, "row %zu: %s", i,
			              cause_label(cause));
			ck_assert_msg(b.trusted || cause == CAUSE_CERT_NONE || buf_len(&names) != 0,
			              "row %zu: without a name", i);
			buf_free(&names);
		}
		end(&a);
		end(&b);
		done();
		tls_context_free(&server);
		tls_context_free(&client);
	}
	tc_free(&ca);
	tc_free(&other_ca);
}
END_TEST

/* One that calls for `name`; "" stays in b's story unless it is let in. */
static void call_by_name(struct end *a, struct end *b, const char *name, const char *closed)
{
	struct sip_flow flow = { .transport = SIP_TLS };

	transport_local(b->t, 0, &flow.peer);
	flow.connection = transport_connect(a->t, SIP_TLS, &flow.peer, name);
	ck_assert(transport_send(a->t, &flow, VIEW(MESSAGE)));
	until(closed != NULL ? a : b, closed != NULL ? closed : "[OPTIONS 86] ");
}

START_TEST(renewed_while_it_runs)
{
	struct view trusted[] = { VIEW("fe.example"), VIEW("new.example") };
	struct tls_context *old, *new, *client;
	struct transport_settings s = { .trusted = trusted, .n_trusted = 2 };
	struct end a, b;

	ca = tc_ca("ca", NULL);
	old = context(&ca, "dns:old.example");
	new = context(&ca, "dns:new.example");
	client = context(&ca, "dns:fe.example");
	s.server = old;
	s.client = client;
	begin(&b, SIP_TLS, s);
	begin(&a, SIP_TCP, s);
	call_by_name(&a, &b, "old.example", NULL);
	transport_renew(b.t, new, new);
	tls_context_free(&old);
	/* What is open goes on; whoever comes is shown the new one. */
	call_by_name(&a, &b, "old.example", NULL);
	ck_assert_uint_eq(transport_connections(b.t), 1);
	call_by_name(&a, &b, "new.example", NULL);
	/* And shows it, when it calls. */
	transport_renew(a.t, client, new);
	call_by_name(&a, &b, "other.example", "closed:cert-name ");
	ck_assert(transport_is_trusted(b.t, &b.from));
	end(&a);
	end(&b);
	done();
	tls_context_free(&new);
	tls_context_free(&client);
	tc_free(&ca);
}
END_TEST

START_TEST(no_handshake_in_time)
{
	struct tls_context *ctx;
	struct sip_flow flow = { .transport = SIP_TLS };
	struct end e;
	struct bare b;

	ca = tc_ca("ca", NULL);
	ctx = context(&ca, "dns:corp.example");
	begin(&e, SIP_TLS, (struct transport_settings){ .server = ctx, .client = ctx,
	                                                .connect_timeout = 40 });
	/* A server that says nothing, and a client. */
	bare_listen(&b, &flow.peer);
	ck_assert(transport_send(e.t, &flow, VIEW(MESSAGE)));
	until(&e, "closed:sip-transport ");
	bare_end(&b);
	bare_dial(&b, &e);
	until(&e, "closed:sip-transport ");
	bare_until_ended(&b);
	bare_end(&b);
	end(&e);
	done();
	tls_context_free(&ctx);
	tc_free(&ca);
}
END_TEST

START_TEST(tls_without_a_certificate)
{
	struct transport_listen listen = { .transport = SIP_TLS };
	struct transport_settings s = { .listen = &listen, .n_listen = 1 };
	struct fault f = { 0 };
	struct end e;
	struct sip_flow flow = { .transport = SIP_TLS };

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &listen.at));
	ck_assert_ptr_null(transport_new(loop, &s, &ops, NULL, &f));
	ck_assert_str_eq(f.text, "TLS needs a certificate");
	fault_free(&f);
	transport_local(e.t, 0, &flow.peer);
	/* R3261-26.2.2-1: and never in clear instead. */
	ck_assert_uint_eq(transport_connect(e.t, SIP_TLS, &flow.peer, "x.example"), 0);
	ck_assert(!transport_send(e.t, &flow, VIEW(MESSAGE)));
	end(&e);
	done();
}
END_TEST

UNIT("transport_tls", who_proves_what, renewed_while_it_runs, no_handshake_in_time,
     tls_without_a_certificate)
