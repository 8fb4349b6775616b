/* Sockets of the loopback: framing, keep-alive, reuse, who is there, limits. */
#include "sip/transport_for_tests.h"

#include "lib/udp.h"

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

UNIT("transport", messages_of_a_stream, a_ping_gets_its_pong, a_stream_that_cannot_be_framed,
     no_more_connections_than_the_limit, a_connection_is_used_again,
     an_answer_whose_connection_is_gone, nobody_listens, pings_of_ours,
     who_is_not_used_is_closed, a_stranger_goes_in_time_whatever_he_says,
     a_peer_that_never_reads, draining, datagrams, trusted_addresses,
     comes_from_where_it_listens)
