#include "cast/conn.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cast/certificate_for_tests.h"
#include "lib/buf.h"
#include "lib/listener.h"
#include "lib/unit.h"

/* What one end saw: a letter a unit ("e" inside TLS), and how it ended. */
struct end {
	struct conn *conn;
	struct buf seen;
	const char *how;
	bool connected, secured;
	const struct secure_settings *on_starttls; /* server: answers it */
};

static struct loop *loop;
static struct listener *listener;
static struct end client, server;
static struct test_certificate cert;

static void on_connected(void *arg)
{
	((struct end *)arg)->connected = true;
}

static void on_unit(void *arg, enum event_unit unit, struct view text, bool tls)
{
	static const char letter[] = "?HEX_R", in_tls[] = "?hex-r";
	struct end *e = arg;
	struct fault f = { 0 };

	buf_putc(&e->seen, tls ? in_tls[unit] : letter[unit]);
	if (e->on_starttls != NULL && view_is(text, "<starttls/>")) {
		conn_send(e->conn, VIEW("<proceed/>"));
		ck_assert(conn_secure(e->conn, e->on_starttls, &f));
	}
}

static void on_secured(void *arg)
{
	((struct end *)arg)->secured = true;
}

static void on_ended(void *arg, const char *how)
{
	struct end *e = arg;

	ck_assert_ptr_null(e->how);
	e->how = how;
}

static const struct conn_ops ops = { on_connected, on_unit, on_secured, on_ended };

static void on_accept(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	server.conn = conn_new(loop, fd, &ops, &server);
}

static void make_certificate(void)
{
	test_certificate_make(
	        &cert,
	        "DNS:peer.example,otherName:1.3.6.1.5.5.7.8.7;IA5:_xmpp-server.peer.example,"
	        "otherName:1.3.6.1.5.5.7.8.5;UTF8:peer.example");
}

static void set(void)
{
	struct address at;
	struct fault f = { 0 };

	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	loop = loop_new();
	listener = listener_new(loop, &at, on_accept, NULL, &f);
	ck_assert_ptr_nonnull(listener);
	listener_local(listener, &at);
	client.conn = conn_dial(loop, &at, &at, &ops, &client, &f);
	ck_assert_ptr_nonnull(client.conn);
	while (server.conn == NULL || !client.connected)
		loop_once(loop, 1000);
}

static void clear(void)
{
	conn_free(&client.conn);
	conn_free(&server.conn);
	listener_free(&listener);
	loop_free(&loop);
	buf_free(&client.seen);
	buf_free(&server.seen);
	if (cert.dir[0] != '\0')
		test_certificate_forget(&cert);
}

static void until(const struct buf *seen, const char *what)
{
	for (int i = 0; i < 1000 && strcmp(buf_cstr(seen), what) != 0; i++)
		loop_once(loop, 1000);
	ck_assert_str_eq(buf_cstr(seen), what);
}

static void until_ended(const struct end *e, const char *how)
{
	for (int i = 0; i < 1000 && e->how == NULL; i++)
		loop_once(loop, 1000);
	ck_assert_ptr_nonnull(e->how);
	ck_assert_str_eq(e->how, how);
}

START_TEST(units_cross_in_clear)
{
	set();
	conn_send(client.conn, VIEW("<stream:stream><a/>"));
	until(&server.seen, "HE");
	conn_send(server.conn, VIEW("</stream:stream>"));
	until(&client.seen, "X");
	conn_send(client.conn, VIEW("<half"));
	conn_finish(client.conn);
	until_ended(&server, "fin");
	ck_assert_str_eq(buf_cstr(&server.seen), "HER");
	ck_assert(conn_can_send(server.conn));
	conn_send(server.conn, VIEW("<late/>"));
	until(&client.seen, "XE");
	clear();
}
END_TEST

START_TEST(a_reset_is_no_fin)
{
	set();
	conn_drop(client.conn);
	ck_assert(!conn_can_send(client.conn));
	until_ended(&server, "reset");
	clear();
}
END_TEST

START_TEST(nobody_there_is_refused)
{
	struct address at;
	struct fault f = { 0 };

	set();
	listener_local(listener, &at);
	listener_free(&listener);
	conn_free(&client.conn);
	client.connected = false;
	client.conn = conn_dial(loop, NULL, &at, &ops, &client, &f);
	until_ended(&client, "refused");
	ck_assert(!client.connected);
	clear();
}
END_TEST

START_TEST(bytes_may_go_one_by_one)
{
	set();
	conn_send_slowly(client.conn, VIEW("<stream:stream><a/>"));
	conn_send(client.conn, VIEW("<b/>"));
	ck_assert(!conn_has_sent(client.conn));
	until(&server.seen, "HEE");
	ck_assert(conn_has_sent(client.conn));
	clear();
}
END_TEST

static void upgrade(const struct secure_settings *c, const struct secure_settings *s)
{
	struct fault f = { 0 };

	set();
	server.on_starttls = s;
	conn_send(client.conn, VIEW("<stream:stream><starttls/>"));
	until(&client.seen, "E");
	ck_assert(conn_secure(client.conn, c, &f));
}

START_TEST(tls_is_put_on_top)
{
	char log[96];

	make_certificate();
	snprintf(log, sizeof log, "%s/keys", cert.dir);
	upgrade(&(struct secure_settings){ .name = "peer.example",
	                                   .certificate = cert.pem,
	                                   .key = cert.key,
	                                   .alpn = "xmpp-client,xmpp-server" },
	        &(struct secure_settings){ .server = true,
	                                   .certificate = cert.pem,
	                                   .key = cert.key,
	                                   .alpn = "xmpp-server",
	                                   .keylog = log });
	conn_send(client.conn, VIEW("<stream:stream>"));
	until(&server.seen, "HEh");
	ck_assert(client.secured && server.secured);
	ck_assert_str_eq(
	        secure_names(conn_session(server.conn)),
	        "peer.example srv:_xmpp-server.peer.example xmpp:peer.example cn:a\\x20b");
	ck_assert_str_eq(secure_details(conn_session(server.conn)),
	                 "alpn=xmpp-server sni=peer.example handshake=whole");
	ck_assert_str_eq(secure_version(conn_session(client.conn)), "TLSv1.3");
	conn_send_slowly(server.conn, VIEW("<abc/>"));
	until(&client.seen, "Ee");
	ck_assert_int_eq(unlink(log), 0);
	conn_finish(server.conn);
	until_ended(&client, "fin");
	clear();
}
END_TEST

START_TEST(a_version_may_be_fixed)
{
	make_certificate();
	upgrade(&(struct secure_settings){ .version = 12 },
	        &(struct secure_settings){
	                .server = true, .certificate = cert.pem, .key = cert.key });
	conn_send(server.conn, VIEW("<a/>"));
	until(&client.seen, "Ee");
	ck_assert_str_eq(secure_version(conn_session(client.conn)), "TLSv1.2");
	ck_assert_str_eq(secure_names(conn_session(server.conn)), "");
	clear();
}
END_TEST

START_TEST(a_failed_handshake_is_told_to_both)
{
	make_certificate();
	upgrade(&(struct secure_settings){ .version = 12 },
	        &(struct secure_settings){ .server = true,
	                                   .version = 13,
	                                   .certificate = cert.pem,
	                                   .key = cert.key });
	until_ended(&server, "tls-failed");
	until_ended(&client, "tls-failed");
	ck_assert_str_ne(secure_reason(conn_session(server.conn)), "");
	clear();
}
END_TEST

START_TEST(a_close_in_the_handshake_is_a_failed_handshake)
{
	make_certificate();
	upgrade(&(struct secure_settings){ .version = 0 },
	        &(struct secure_settings){
	                .server = true, .certificate = cert.pem, .key = cert.key });
	conn_drop(server.conn);
	until_ended(&client, "tls-failed");
	clear();
}
END_TEST

START_TEST(a_certificate_that_is_not_there_is_a_fault)
{
	struct fault f = { 0 };

	set();
	ck_assert(!conn_secure(client.conn,
	                       &(struct secure_settings){ .certificate = "/nowhere/pem",
	                                                  .key = "/nowhere/key" },
	                       &f));
	ck_assert_ptr_nonnull(f.text);
	fault_free(&f);
	clear();
}
END_TEST

UNIT("conn", units_cross_in_clear, a_reset_is_no_fin, nobody_there_is_refused,
     bytes_may_go_one_by_one, tls_is_put_on_top, a_version_may_be_fixed,
     a_failed_handshake_is_told_to_both, a_close_in_the_handshake_is_a_failed_handshake,
     a_certificate_that_is_not_there_is_a_fault)
