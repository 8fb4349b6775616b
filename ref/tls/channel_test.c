/* Channels that are dialled, carry a stream, and get TLS in the middle of it. */
#include "tls/channel_rig.h"

/* What a server does with <starttls/>, and a client with <proceed/>. */
static void proceed(struct end *e)
{
	call_write(e, "<proceed/>");
	call_tls(e, TLS_SERVER);
}

static void be_client(struct end *e)
{
	call_tls(e, TLS_CLIENT);
}

static void starttls(struct end *client, struct end *server)
{
	server->on_text = "<starttls/>";
	server->then = proceed;
	client->on_text = "<proceed/>";
	client->then = be_client;
	call_write(client, "<starttls/>");
}

START_TEST(tls_begins_in_the_middle)
{
	struct end client = { 0 }, server = { 0 };

	begin(&client, &server);
	ck_assert(!channel_is_secure(client.c));
	ck_assert_ptr_null(channel_tls(client.c));
	starttls(&client, &server);
	until(&server, "secured ");
	until(&client, "secured ");
	ck_assert_int_eq(tls_session_chain(channel_tls(server.c)), CAUSE_NONE);
	ck_assert_str_eq(tls_session_sni(channel_tls(server.c)), "peer.example");
	call_write(&client, "<hello>");
	until(&server, "[<hello>] ");
	call_write(&server, "<hi>");
	until(&client, "[<hi>] ");
	ck_assert_uint_gt(client.flushed, 0);
	call_write(&client, "</bye>");
	call_finish(&client);
	until(&server, "ended:peer-closed:closed");
	until(&client, "ended:peer-closed:closed");
	story_is(&server, "[<starttls/>] secured [<hello>] [</bye>] ended:peer-closed:closed");
	story_is(&client, "[<proceed/>] secured [<hi>] ended:peer-closed:closed");
	end(&client, &server);
}
END_TEST

START_TEST(writes_of_one_turn_share_a_record)
{
	struct end server = { 0 };
	struct tls_session *client;
	struct buf wire = { 0 }, got = { 0 };
	char in[70000];
	int fd[2];
	ssize_t n;

	setup();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd), 0);
	server.c = channel_accept(loop, fd[0], &ops, &server);
	call_tls(&server, TLS_SERVER);
	client = tls_session_new(ctx, TLS_CLIENT, NULL);
	for (int i = 0; i < 50; i++) {
		buf_clear(&wire);
		tls_session_take(client, &wire);
		if (buf_len(&wire) != 0)
			ck_assert_int_eq(write(fd[1], buf_cstr(&wire), buf_len(&wire)),
			                 (ssize_t)buf_len(&wire));
		turns(1);
		n = read(fd[1], in, sizeof in);
		if (n > 0)
			tls_session_feed(client, (struct view){ in, (size_t)n }, &got);
	}
	story_is(&server, "secured ");
	for (int i = 0; i < 32; i++)
		call_write(&server, "0123456789");
	ck_assert_uint_eq(channel_unsent(server.c), 320);
	turns(2);
	ck_assert_uint_eq(channel_unsent(server.c), 0);
	n = read(fd[1], in, sizeof in);
	ck_assert_int_gt(n, 320);
	ck_assert_int_lt(n, 320 + 30);	/* one header and one tag */
	tls_session_feed(client, (struct view){ in, (size_t)n }, &got);
	ck_assert_uint_eq(buf_len(&got), 320);
	tls_session_free(&client);
	buf_free(&wire);
	buf_free(&got);
	close(fd[1]);
	end_free(&server);
	teardown();
}
END_TEST

START_TEST(written_before_secured_is_sent_after)
{
	struct end client = { 0 }, server = { 0 };

	begin(&client, &server);
	call_tls(&server, TLS_SERVER);
	call_tls(&client, TLS_CLIENT);
	call_write(&client, "early");
	call_finish(&client);
	until(&server, "ended:peer-closed:closed");
	story_is(&server, "secured [early] ended:peer-closed:closed");
	end(&client, &server);
}
END_TEST

START_TEST(clear_text_behind_starttls_never_reaches_the_stream)	/* RFC 6120 5.4.3.3 */
{
	struct end attacker = { 0 }, server = { 0 };

	begin(&attacker, &server);
	server.on_text = "<starttls/>";
	server.then = proceed;
	call_write(&attacker, "<starttls/>");
	until(&attacker, "[<proceed/>] ");
	call_write(&attacker, "<message/>");
	until(&server, "handshake: wrong version number");
	story_is(&server, "[<starttls/>] ended:tls-failed:handshake: wrong version number");
	ck_assert(!channel_is_secure(server.c));
	end(&attacker, &server);
}
END_TEST

START_TEST(reason_of_a_failed_handshake_reaches_the_peer)
{
	struct end client = { 0 }, server = { 0 };
	struct tls_context *bare;
	struct fault f = { 0 };

	setup();
	bare = tls_context_new(&(struct tls_settings){ .tls13_only = true }, &f);
	ck_assert_ptr_nonnull(bare);
	end_pair(&client, &server);
	calls++;
	channel_start_tls(server.c, bare, TLS_SERVER, NULL);	/* nothing to show */
	calls--;
	call_tls(&client, TLS_CLIENT);
	until(&server, "handshake: unsupported protocol");
	until(&client, "handshake: tlsv1 alert protocol version");
	story_is(&server, "ended:tls-failed:handshake: unsupported protocol");
	end_free(&client);
	end_free(&server);
	tls_context_free(&bare);
	teardown();
}
END_TEST

START_TEST(impossible_server_name_ends_later)
{
	struct end a = { 0 }, b = { 0 };
	char name[400];

	setup();
	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	end_pair(&a, &b);
	calls++;
	channel_start_tls(a.c, ctx, TLS_CLIENT, name);
	calls--;
	story_is(&a, "");
	turns(2);
	ck_assert(view_starts(buf_view(&a.story), VIEW("ended:tls-failed:server_name: ")));
	end(&a, &b);
}
END_TEST

static int accepted_fd = -1;

static void on_accept(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	accepted_fd = fd;
}

START_TEST(dialling)
{
	struct end a = { 0 }, b = { 0 };
	struct address at, seen;
	struct listener *listener;
	struct fault f = { 0 };
	char text[ADDRESS_MAX];
	int probe = socket(AF_INET, SOCK_STREAM, 0);

	setup();
	/* A port of the kernel's choice: bound, asked for, given back. */
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	ck_assert_int_eq(bind(probe, (struct sockaddr *)&at.ss, at.len), 0);
	ck_assert_int_eq(getsockname(probe, (struct sockaddr *)&at.ss, &at.len), 0);
	close(probe);

	calls++;
	a.c = channel_dial(loop, &at, &ops, &a);
	calls--;
	until(&a, "ended:connect-failed:connection refused");
	channel_peer(a.c, &seen);
	ck_assert_str_ne(address_print(&seen, text), "");
	end_free(&a);

	listener = listener_new(loop, &at, on_accept, NULL, &f);
	ck_assert_ptr_nonnull(listener);
	a = (struct end){ 0 };
	calls++;
	a.c = channel_dial(loop, &at, &ops, &a);
	calls--;
	call_write(&a, "hello");
	until(&a, "connected ");
	while (accepted_fd < 0)
		loop_once(loop, 5);
	b.c = channel_accept(loop, accepted_fd, &ops, &b);
	until(&b, "[hello] ");
	channel_peer(a.c, &seen);
	ck_assert_uint_eq(address_port(&seen), address_port(&at));
	ck_assert(address_same_host(&seen, &at));
	end_free(&a);
	end_free(&b);
	listener_free(&listener);
	teardown();
}
END_TEST

UNIT("channel", tls_begins_in_the_middle, writes_of_one_turn_share_a_record,
     written_before_secured_is_sent_after, clear_text_behind_starttls_never_reaches_the_stream,
     reason_of_a_failed_handshake_reaches_the_peer, impossible_server_name_ends_later,
     dialling)
