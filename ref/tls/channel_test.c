/* Two channels in one loop: TLS in the middle of a stream, and every end. */
#include "tls/channel.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "lib/unit.h"
#include "tls/testcert.h"

static struct tc ca, leaf;
static struct tls_context *ctx;
static struct loop *loop;
static int calls;		/* into a channel, under way */

static void setup(void)
{
	struct fault f = { 0 };
	char *ca_file, *cert, *key;

	ca = tc_ca("ca", NULL);
	leaf = tc_leaf(&ca, "dns:peer.example");
	ca_file = tc_cert_file(&ca);
	cert = tc_cert_file(&leaf);
	key = tc_key_file(&leaf);
	ctx = tls_context_new(&(struct tls_settings){ .certificate = cert, .key = key,
	                                              .trust = ca_file }, &f);
	ck_assert_ptr_nonnull(ctx);
	tc_unlink(&ca_file);
	tc_unlink(&cert);
	tc_unlink(&key);
	loop = loop_new();
}

static void teardown(void)
{
	loop_free(&loop);
	tls_context_free(&ctx);
	tc_free(&leaf);
	tc_free(&ca);
}

/* --- one end, that notes what happens --------------------------------------- */

struct end {
	struct channel *c;
	struct buf story;	/* "connected secured [bytes] ended:cause:words" */
	const char *on_text;	/* when this text comes, */
	void (*then)(struct end *e);	/* do this, within the callback */
	void (*on_secured)(struct end *e);
	void (*on_ended)(struct end *e);
	size_t flushed;
};

static void connected(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	buf_puts(&e->story, "connected ");
}

static void secured(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert(channel_is_secure(e->c));
	buf_puts(&e->story, "secured ");
	if (e->on_secured != NULL)
		e->on_secured(e);
}

static void bytes(void *arg, struct view plain)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert_uint_gt(plain.n, 0);
	buf_printf(&e->story, "[%.*s] ", VIEW_ARG(plain));
	if (e->on_text != NULL && view_find(plain, view_of(e->on_text)) != plain.n)
		e->then(e);
}

static void flushed(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert_uint_eq(channel_unsent(e->c), 0);
	e->flushed++;
}

static void ended(void *arg, enum cause cause, const char *words)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	buf_printf(&e->story, "ended:%s:%s", cause_label(cause), words);
	if (e->on_ended != NULL)
		e->on_ended(e);
}

static const struct channel_ops ops = { connected, secured, bytes, flushed, ended };

static void call_write(struct end *e, const char *text)
{
	calls++;
	channel_write(e->c, view_of(text));
	calls--;
}

static void call_tls(struct end *e, enum tls_role role)
{
	calls++;
	channel_start_tls(e->c, ctx, role, role == TLS_CLIENT ? "peer.example" : NULL);
	calls--;
}

static void call_finish(struct end *e)
{
	calls++;
	channel_finish(e->c);
	calls--;
}

static void call_pause(struct end *e, bool pause)
{
	calls++;
	channel_pause(e->c, pause);
	calls--;
}

static void end_free(struct end *e)
{
	channel_free(&e->c);
	buf_free(&e->story);
}

static void end_pair(struct end *a, struct end *b)
{
	int fd[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	a->c = channel_accept(loop, fd[0], &ops, a);
	b->c = channel_accept(loop, fd[1], &ops, b);
}

static void turns(int n)
{
	while (n-- > 0)
		loop_once(loop, 0);
}

/* Turns until `e` tells a story that ends so. */
static void until(struct end *e, const char *tail)
{
	for (int i = 0; i < 2000 && !view_ends(buf_view(&e->story), view_of(tail)); i++)
		loop_once(loop, 5);
	ck_assert_msg(view_ends(buf_view(&e->story), view_of(tail)), "%s, not %s",
	              buf_cstr(&e->story), tail);
}

static void story_is(struct end *e, const char *story)
{
	ck_assert_str_eq(buf_cstr(&e->story), story);
}

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

/* --- tests ----------------------------------------------------------------- */

START_TEST(tls_begins_in_the_middle)
{
	struct end client = { 0 }, server = { 0 };

	setup();
	end_pair(&client, &server);
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
	end_free(&client);
	end_free(&server);
	teardown();
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

	setup();
	end_pair(&client, &server);
	call_tls(&server, TLS_SERVER);
	call_tls(&client, TLS_CLIENT);
	call_write(&client, "early");
	call_finish(&client);
	until(&server, "ended:peer-closed:closed");
	story_is(&server, "secured [early] ended:peer-closed:closed");
	end_free(&client);
	end_free(&server);
	teardown();
}
END_TEST

START_TEST(clear_text_behind_starttls_never_reaches_the_stream)	/* RFC 6120 5.4.3.3 */
{
	struct end attacker = { 0 }, server = { 0 };

	setup();
	end_pair(&attacker, &server);
	server.on_text = "<starttls/>";
	server.then = proceed;
	call_write(&attacker, "<starttls/>");
	until(&attacker, "[<proceed/>] ");
	call_write(&attacker, "<message/>");
	until(&server, "handshake: wrong version number");
	story_is(&server, "[<starttls/>] ended:tls-failed:handshake: wrong version number");
	ck_assert(!channel_is_secure(server.c));
	end_free(&attacker);
	end_free(&server);
	teardown();
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

START_TEST(ends_are_told_apart)
{
	struct end a = { 0 }, b = { 0 };

	setup();
	end_pair(&a, &b);
	channel_free(&b.c);		/* FIN in clear */
	until(&a, "ended:peer-closed:closed");
	end_free(&a);

	a = b = (struct end){ 0 };
	end_pair(&a, &b);
	call_tls(&a, TLS_SERVER);
	channel_free(&b.c);
	until(&a, "ended:tls-failed:handshake: closed by the peer");
	end_free(&a);

	a = b = (struct end){ 0 };
	end_pair(&a, &b);
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	until(&a, "secured ");
	until(&b, "secured ");
	channel_free(&b.c);
	until(&a, "ended:peer-closed:closed without close_notify");
	call_write(&a, "too late");
	call_finish(&a);
	turns(3);
	story_is(&a, "secured ended:peer-closed:closed without close_notify");
	end_free(&a);
	end_free(&b);
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
	end_free(&a);
	end_free(&b);
	teardown();
}
END_TEST

static void answer(struct end *e)
{
	call_write(e, "answer");
}

START_TEST(answer_to_the_last_words_is_sent)
{
	struct end a = { 0 }, b = { 0 };

	setup();
	end_pair(&a, &b);
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	until(&a, "secured ");
	until(&b, "secured ");
	a.on_text = "last";
	a.then = answer;
	call_write(&b, "last");
	call_finish(&b);		/* with close_notify in the same segment */
	until(&a, "ended:peer-closed:closed");
	until(&b, "ended:peer-closed:closed");
	story_is(&b, "secured [answer] ended:peer-closed:closed");
	end_free(&a);
	end_free(&b);
	teardown();
}
END_TEST

static void pause_now(struct end *e)
{
	call_pause(e, true);
}

START_TEST(paused_channel_holds_bytes_and_end)
{
	struct end a = { 0 }, b = { 0 };

	setup();
	end_pair(&a, &b);
	a.on_secured = pause_now;
	call_tls(&a, TLS_SERVER);
	call_tls(&b, TLS_CLIENT);
	/* They come in one segment with the last of the handshake. */
	call_write(&b, "one");
	call_finish(&b);
	until(&a, "secured ");
	turns(20);
	story_is(&a, "secured ");
	call_pause(&a, false);
	story_is(&a, "secured ");
	until(&a, "ended:peer-closed:closed");
	story_is(&a, "secured [one] ended:peer-closed:closed");
	end_free(&a);
	end_free(&b);
	teardown();
}
END_TEST

static void free_now(struct end *e)
{
	channel_free(&e->c);
}

START_TEST(may_be_freed_in_every_callback)
{
	struct end a, b;

	setup();
	for (int i = 0; i < 4; i++) {
		a = b = (struct end){ 0 };
		end_pair(&a, &b);
		if (i == 0) {			/* bytes, in clear */
			a.on_text = "x";
			a.then = free_now;
			call_write(&b, "x");
			until(&a, "[x] ");
			goto next;
		}
		a.on_secured = i == 1 ? free_now : NULL;
		a.on_text = i == 2 ? "x" : NULL;
		a.then = free_now;
		a.on_ended = i == 3 ? free_now : NULL;
		call_tls(&a, TLS_SERVER);
		call_tls(&b, TLS_CLIENT);
		call_write(&b, "x");
		call_finish(&b);
		until(&a, i == 1 ? "secured " : i == 2 ? "[x] " : "ended:peer-closed:closed");
next:
		turns(5);
		ck_assert_ptr_null(a.c);
		end_free(&a);
		end_free(&b);
	}
	teardown();
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
     written_before_secured_is_sent_after,
     clear_text_behind_starttls_never_reaches_the_stream,
     reason_of_a_failed_handshake_reaches_the_peer, ends_are_told_apart,
     impossible_server_name_ends_later, answer_to_the_last_words_is_sent,
     paused_channel_holds_bytes_and_end, may_be_freed_in_every_callback, dialling)
