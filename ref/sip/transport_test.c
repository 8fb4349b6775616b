/* Sockets of the loopback: framing, keep-alive, reuse, who is there, limits. */
#include "sip/transport_private.h"

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/udp.h"
#include "lib/unit.h"
#include "lib/wire.h"
#include "tls/testcert.h"

#define MESSAGE "OPTIONS sip:x@y SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n" \
	"Content-Length: 4\r\n\r\nbody"

static struct loop *loop;

/* A transport, and what it said: "[message] closed:CAUSE broken:400 unreachable ". */
struct end {
	struct transport *t;
	struct buf story;
	struct sip_flow from;
	bool trusted;
};

static void on_message(void *arg, struct view bytes, const struct sip_flow *from)
{
	struct end *e = arg;
	struct view line, rest;

	view_cut(bytes, ' ', &line, &rest);
	buf_printf(&e->story, "[%.*s %zu] ", VIEW_ARG(line), bytes.n);
	e->from = *from;
	e->trusted = transport_is_trusted(e->t, from);
}

static void on_broken(void *arg, struct view head, unsigned status, const char *words,
                      const struct sip_flow *from)
{
	struct end *e = arg;

	(void)words;
	ck_assert_uint_ne(head.n, 0);
	buf_printf(&e->story, "broken:%u ", status);
	ck_assert(transport_send(e->t, from, VIEW("SIP/2.0 400 No\r\n\r\n")));
}

static void on_closed(void *arg, uint64_t connection, enum cause cause)
{
	struct end *e = arg;

	ck_assert_uint_ne(connection, 0);
	buf_printf(&e->story, "closed:%s ", cause_label(cause));
}

static void on_unreachable(void *arg, const struct address *peer)
{
	struct end *e = arg;

	(void)peer;
	buf_puts(&e->story, "unreachable ");
}

static const struct transport_ops ops = {
	.message = on_message,
	.broken = on_broken,
	.closed = on_closed,
	.unreachable = on_unreachable,
};

static void begin(struct end *e, enum sip_transport kind, struct transport_settings s)
{
	struct transport_listen listen = { .transport = kind };
	struct fault f = { 0 };

	if (loop == NULL)
		loop = loop_new();
	memset(e, 0, sizeof *e);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &listen.at));
	s.listen = &listen;
	s.n_listen = 1;
	e->t = transport_new(loop, &s, &ops, e, &f);
	ck_assert_msg(e->t != NULL, "%s", f.text);
}

static void end(struct end *e)
{
	transport_free(&e->t);
	buf_free(&e->story);
}

static void done(void)
{
	loop_free(&loop);
}

static void until(struct end *e, const char *story)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&e->story) != 0 && strcmp(buf_cstr(&e->story), story) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&e->story) != 0 ? buf_cstr(&e->story) : "", story);
	buf_clear(&e->story);
}

/* --- a bare peer ------------------------------------------------------------------ */

struct bare {
	struct wire *wire;
	struct listener *listener;
	struct buf got;
	bool connected, ended;
	size_t accepted;
};

static void bare_connected(void *arg)
{
	((struct bare *)arg)->connected = true;
}

static void bare_bytes(void *arg, struct view bytes)
{
	buf_putv(&((struct bare *)arg)->got, bytes);
}

static void bare_ended(void *arg, enum wire_end how)
{
	(void)how;
	((struct bare *)arg)->ended = true;
}

static const struct wire_ops bare_ops = { bare_connected, bare_bytes, NULL, bare_ended };

static void bare_accept(void *arg, int fd, const struct address *from)
{
	struct bare *b = arg;

	(void)from;
	b->accepted++;
	wire_free(&b->wire);
	b->wire = wire_new(loop, fd, &bare_ops, b);
}

static void bare_dial(struct bare *b, const struct end *to)
{
	struct address at;

	memset(b, 0, sizeof *b);
	transport_local(to->t, 0, &at);
	b->wire = wire_dial(loop, &at, &bare_ops, b);
	for (int i = 0; i < 1000 && !b->connected; i++)
		loop_once(loop, 10);
	ck_assert(b->connected);
}

static void bare_listen(struct bare *b, struct address *at)
{
	struct fault f = { 0 };

	memset(b, 0, sizeof *b);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), at));
	b->listener = listener_new(loop, at, bare_accept, b, &f);
	ck_assert_msg(b->listener != NULL, "%s", f.text);
	listener_local(b->listener, at);
}

static void bare_until(struct bare *b, const char *got)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&b->got) != 0 && strcmp(buf_cstr(&b->got), got) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&b->got) != 0 ? buf_cstr(&b->got) : "", got);
	buf_clear(&b->got);
}

static void bare_until_ended(struct bare *b)
{
	for (int i = 0; i < 500 && !b->ended; i++)
		loop_once(loop, 10);
	ck_assert(b->ended);
}

static void bare_end(struct bare *b)
{
	wire_free(&b->wire);
	listener_free(&b->listener);
	buf_free(&b->got);
}

/* --- streams ------------------------------------------------------------------------ */

START_TEST(messages_of_a_stream)		/* R3261-18.3-1, R3261-7.5-1 */
{
	struct end e;
	struct bare b;
	const char *text = MESSAGE;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_message = 100 });
	bare_dial(&b, &e);
	wire_write(b.wire, VIEW("\r\n" MESSAGE MESSAGE));
	until(&e, "[OPTIONS 86] [OPTIONS 86] ");
	for (size_t i = 0; i < strlen(text); i += 5) {
		wire_write(b.wire, (struct view){ text + i, strlen(text) - i < 5 ?
		                                            strlen(text) - i : 5 });
		loop_once(loop, 0);
	}
	until(&e, "[OPTIONS 86] ");
	ck_assert(transport_send(e.t, &e.from, VIEW("SIP/2.0 200 OK\r\n\r\n")));
	bare_until(&b, "SIP/2.0 200 OK\r\n\r\n");
	bare_end(&b);
	until(&e, "closed:peer-closed ");
	end(&e);
	done();
}
END_TEST

START_TEST(a_ping_gets_its_pong)		/* R5626-5.4-1 */
{
	struct end e;
	struct bare b;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	bare_dial(&b, &e);
	wire_write(b.wire, VIEW("\r\n\r\n"));
	bare_until(&b, "\r\n");
	wire_write(b.wire, VIEW(MESSAGE));
	until(&e, "[OPTIONS 86] ");
	ck_assert_uint_eq(buf_len(&b.got), 0);
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

START_TEST(a_stream_that_cannot_be_framed)	/* R4475-ncl, R4475-mcl01 */
{
	struct end e;
	struct bare b;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	bare_dial(&b, &e);
	wire_write(b.wire, VIEW("OPTIONS sip:x SIP/2.0\r\nContent-Length: -1\r\n\r\n" MESSAGE));
	until(&e, "broken:400 ");
	bare_until(&b, "SIP/2.0 400 No\r\n\r\n");
	bare_until_ended(&b);
	wire_free(&b.wire);
	until(&e, "closed:bad-request ");
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

START_TEST(no_more_connections_than_the_limit)
{
	struct end e;
	struct bare b[4];

	for (int n = 1; n <= 3; n++) {
		begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 2 });
		for (int i = 0; i < n; i++)
			bare_dial(&b[i], &e);
		if (n == 3) {
			bare_until_ended(&b[2]);
		} else {
			wire_write(b[n - 1].wire, VIEW(MESSAGE));
			until(&e, "[OPTIONS 86] ");
		}
		ck_assert_uint_eq(transport_connections(e.t), n < 3 ? (size_t)n : 2);
		for (int i = 0; i < n; i++)
			bare_end(&b[i]);
		end(&e);
		done();
	}
}
END_TEST

START_TEST(a_connection_is_used_again)		/* R5923-8.2-1 */
{
	struct end a, b;
	struct address at;
	uint64_t id;

	begin(&a, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	begin(&b, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	transport_local(b.t, 0, &at);
	id = transport_connect(a.t, SIP_TCP, &at, NULL);
	ck_assert_uint_ne(id, 0);
	ck_assert_uint_eq(transport_connect(a.t, SIP_TCP, &at, NULL), id);
	for (int i = 0; i < 3; i++) {
		struct sip_flow flow = { SIP_TCP, i == 0 ? id : 0, at };

		ck_assert(transport_send(a.t, &flow, VIEW(MESSAGE)));
	}
	until(&b, "[OPTIONS 86] [OPTIONS 86] [OPTIONS 86] ");
	ck_assert_uint_eq(transport_connections(a.t), 1);
	ck_assert_uint_eq(transport_connections(b.t), 1);
	/* Back on the same one, to the side that dialled. */
	ck_assert(transport_send(b.t, &b.from, VIEW(MESSAGE)));
	until(&a, "[OPTIONS 86] ");
	/* b knows no way to a's listener but its own dialling. */
	transport_local(a.t, 0, &at);
	ck_assert_uint_ne(transport_connect(b.t, SIP_TCP, &at, NULL), b.from.connection);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(an_answer_whose_connection_is_gone)	/* R3261-18.2.2-1 */
{
	struct end e;
	struct bare b, c;
	struct address at;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	bare_dial(&b, &e);
	wire_write(b.wire, VIEW(MESSAGE));
	until(&e, "[OPTIONS 86] ");
	bare_end(&b);
	until(&e, "closed:peer-closed ");
	bare_listen(&c, &at);
	address_set_port(&e.from.peer, address_port(&at));	/* received and sent-by port */
	ck_assert(transport_send(e.t, &e.from, VIEW("SIP/2.0 200 OK\r\n\r\n")));
	bare_until(&c, "SIP/2.0 200 OK\r\n\r\n");
	bare_end(&c);
	end(&e);
	done();
}
END_TEST

START_TEST(nobody_listens)
{
	struct end e;
	struct bare b;
	struct address at;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	bare_listen(&b, &at);
	bare_end(&b);
	ck_assert_uint_ne(transport_connect(e.t, SIP_TCP, &at, NULL), 0);
	ck_assert_str_eq(buf_len(&e.story) != 0 ? "told at once" : "", "");
	until(&e, "closed:connect-failed ");
	ck_assert_uint_eq(transport_connections(e.t), 0);
	end(&e);
	done();
}
END_TEST

START_TEST(pings_of_ours)			/* R5626-4.4.1-1 */
{
	struct end e;
	struct bare b;
	struct address at;

	begin(&e, SIP_TCP, (struct transport_settings){ .ping_interval = 20, .pong_wait = 60 });
	bare_listen(&b, &at);
	ck_assert_uint_ne(transport_connect(e.t, SIP_TCP, &at, NULL), 0);
	bare_until(&b, "\r\n\r\n");
	wire_write(b.wire, VIEW("\r\n"));
	bare_until(&b, "\r\n\r\n");		/* answered: the next one comes */
	until(&e, "closed:peer-unresponsive ");
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

START_TEST(who_is_not_used_is_closed)
{
	struct end e;
	struct bare b;

	begin(&e, SIP_TCP, (struct transport_settings){ .idle_timeout = 30 });
	bare_dial(&b, &e);
	/* A head that never ends is no use. */
	wire_write(b.wire, VIEW("OPTIONS sip:x SIP/2.0\r\n"));
	until(&e, "closed:idle ");
	bare_until_ended(&b);
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

/* Attack: a stranger who pings now and then.  Who is trusted stays by it. */
START_TEST(a_stranger_goes_in_time_whatever_he_says)
{
	struct view trusted[] = { VIEW("127.0.0.1") };

	for (size_t known = 0; known < 2; known++) {
		struct end e;
		struct bare b;
		uint64_t until_ms;

		begin(&e, SIP_TCP,
		      (struct transport_settings){
		              .idle_timeout = 200, .trusted = trusted, .n_trusted = known });
		bare_dial(&b, &e);
		until_ms = loop_now(loop) + 1000;
		while (!b.ended && loop_now(loop) < until_ms) {
			wire_write(b.wire, VIEW("\r\n\r\n"));
			loop_once(loop, 10);
		}
		ck_assert_int_eq(b.ended, known == 0);
		bare_end(&b);
		end(&e);
		done();
	}
}
END_TEST

START_TEST(a_peer_that_never_reads)
{
	struct end e;
	struct bare b;
	struct address at;
	struct sip_flow flow = { .transport = SIP_TCP };
	static char big[100000];
	int sent = 0;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	bare_listen(&b, &at);
	flow.peer = at;
	/* While it is being dialled all of it waits here. */
	while (transport_send(e.t, &flow, (struct view){ big, sizeof big }))
		sent++;
	ck_assert_int_eq(sent, (int)(TRANSPORT_UNSENT_MAX / sizeof big));
	until(&e, "closed:send-backlog ");
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

START_TEST(draining)
{
	struct end e;
	struct bare b;
	struct address at;

	begin(&e, SIP_TCP, (struct transport_settings){ .max_connections = 5 });
	transport_local(e.t, 0, &at);
	bare_dial(&b, &e);
	wire_write(b.wire, VIEW(MESSAGE));
	until(&e, "[OPTIONS 86] ");
	ck_assert(transport_send(e.t, &e.from, VIEW("SIP/2.0 200 OK\r\n\r\n")));
	transport_drain(e.t);
	bare_until(&b, "SIP/2.0 200 OK\r\n\r\n");
	bare_until_ended(&b);
	ck_assert_uint_eq(transport_connect(e.t, SIP_TCP, &at, NULL), 0);
	ck_assert(!transport_send(e.t, &e.from, VIEW("late")));
	bare_end(&b);
	end(&e);
	done();
}
END_TEST

/* --- UDP ------------------------------------------------------------------------------ */

START_TEST(datagrams)
{
	struct end a, b;
	struct sip_flow flow = { .transport = SIP_UDP };
	struct view trusted[] = { VIEW("127.0.0.1") };

	begin(&a, SIP_UDP, (struct transport_settings){ .max_connections = 5 });
	begin(&b, SIP_UDP, (struct transport_settings){ .trusted = trusted, .n_trusted = 1 });
	transport_local(b.t, 0, &flow.peer);
	ck_assert_uint_eq(transport_connect(a.t, SIP_UDP, &flow.peer, NULL), 0);
	ck_assert(transport_send(a.t, &flow, VIEW("\r\n\r\n")));	/* says nothing */
	ck_assert(transport_send(a.t, &flow, VIEW(MESSAGE)));
	until(&b, "[OPTIONS 86] ");
	ck_assert(b.trusted);
	ck_assert_uint_eq(b.from.connection, 1);
	ck_assert(transport_send(b.t, &b.from, VIEW(MESSAGE)));
	until(&a, "[OPTIONS 86] ");
	ck_assert(!a.trusted);
	transport_free(&b.t);
	ck_assert(transport_send(a.t, &flow, VIEW(MESSAGE)));
	until(&a, "unreachable ");
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(trusted_addresses)
{
	struct view list[] = { VIEW("fe.example"), VIEW("192.0.2.1"), VIEW("2001:db8::1") };
	static const struct {
		const char *peer;
		bool trusted;
	} row[] = {
		{ "192.0.2.1:5060", true }, { "192.0.2.1:1", true }, { "192.0.2.10:5060", false },
		{ "[2001:db8::1]:5060", true }, { "[2001:db8::2]:5060", false },
	};
	struct address a;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ck_assert(address_parse(view_of(row[i].peer), &a));
		ck_assert_int_eq(transport_address_trusted(list, 3, &a), row[i].trusted);
		ck_assert(!transport_address_trusted(list, 0, &a));
	}
}
END_TEST

/* A server that knows its peers by their addresses sees the one we listen on. */
START_TEST(comes_from_where_it_listens)
{
	static const struct {
		const char *listen, *peer;
		const char *from; /* NULL: the kernel chooses */
	} row[] = {
		{ "127.0.0.2:0", "127.0.0.1:5060", "127.0.0.2" },
		{ "127.0.0.1:0", "127.0.0.1:5060", "127.0.0.1" },
		{ "127.0.0.1:0", "192.0.2.1:5060", NULL },
		{ "0.0.0.0:0", "127.0.0.1:5060", NULL },
		{ "127.0.0.2:0", "[::1]:5060", NULL },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct transport_listen at = { .transport = SIP_TCP };
		struct transport_settings s = { .listen = &at, .n_listen = 1 };
		struct fault f = { 0 };
		struct address peer, want;
		const struct address *from;
		struct end e = { 0 };

		loop = loop_new();
		ck_assert(address_parse(view_of(row[i].listen), &at.at));
		ck_assert(address_parse(view_of(row[i].peer), &peer));
		e.t = transport_new(loop, &s, &ops, &e, &f);
		ck_assert_msg(e.t != NULL, "%s", f.text);
		from = transport_source(e.t, SIP_TCP, &peer);
		ck_assert_int_eq(from != NULL, row[i].from != NULL);
		ck_assert_ptr_null(transport_source(e.t, SIP_TLS, &peer));
		if (from != NULL) {
			char text[ADDRESS_MAX];

			snprintf(text, sizeof text, "%s:0", row[i].from);
			ck_assert(address_parse(view_of(text), &want));
			ck_assert(address_same_host(from, &want));
		}
		end(&e);
		done();
	}
}
END_TEST

/* --- TLS ------------------------------------------------------------------------------ */

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
			ck_assert_msg(b.trusted == row[i].trusted, "row %zu", i);
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

UNIT("transport", messages_of_a_stream, a_ping_gets_its_pong, a_stream_that_cannot_be_framed,
     no_more_connections_than_the_limit, a_connection_is_used_again,
     an_answer_whose_connection_is_gone, nobody_listens, pings_of_ours,
     who_is_not_used_is_closed, a_stranger_goes_in_time_whatever_he_says,
     a_peer_that_never_reads, draining, datagrams, trusted_addresses,
     comes_from_where_it_listens, who_proves_what, renewed_while_it_runs, no_handshake_in_time,
     tls_without_a_certificate)
