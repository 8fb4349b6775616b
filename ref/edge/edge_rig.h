/* edge_rig.h - whole edges in one loop, with DNS, gateways and raw peers; for
 * the tests of the edge.
 *
 * Every port is any free one: DNS answers with where an edge really listens.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_H
#define REF_EDGE_EDGE_RIG_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "edge/edge.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/channel.h"
#include "tls/testcert.h"

#define WAIT_MS 20000

/* Turns of the loop until `x` holds; never a fixed time. */
#define UNTIL(x) \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) { \
		ck_assert_msg(loop_now(loop) < until_, "never: %s", #x); \
		loop_once(loop, 50); \
	}

struct site {			/* an edge and the files it was made from */
	const char *domain;
	struct edge *edge;
	struct tc cert;
	char *cert_file, *key_file, *partners_file, *conf_file;
};

static struct loop *loop;
static struct tc ca, gw_cert;
static char *ca_file;
static struct fault fault;
static struct site a, b;
static unsigned questions;	/* DNS was asked */
static unsigned b_port;		/* b.example is not an edge, but listens here */
static int dns_fd;
static struct watch *dns_watch;

/* --- DNS: SRV and A for the domains of both sites ---------------------------- */

static inline unsigned port_of(const struct site *s)
{
	struct address at;

	if (s == &b && b_port != 0)
		return b_port;
	return s->edge != NULL && edge_local(s->edge, 0, &at) ? address_port(&at) : 9;
}

static inline void put16(struct buf *out, unsigned n)
{
	buf_putc(out, (char)(n >> 8));
	buf_putc(out, (char)(n & 255));
}

/* The question's name as text, `*end` behind its type and class. */
static inline void read_name(const unsigned char *p, size_t n, struct buf *name,
                             size_t *end)
{
	size_t at = 12;

	while (at < n && p[at] != 0) {
		buf_put(name, p + at + 1, p[at]);
		buf_putc(name, '.');
		at += p[at] + 1U;
	}
	*end = at + 5;
}

static inline void answer(const unsigned char *p, size_t n, struct buf *out)
{
	static const char srv[] = "_xmpp-server._tcp.";
	struct buf name = { 0 };
	struct view v, host = { NULL, 0 };
	size_t end;
	unsigned type;
	const struct site *s = NULL;

	read_name(p, n, &name, &end);
	ck_assert_uint_le(end, n);
	type = p[end - 3];
	v = buf_view(&name);
	if (view_starts(v, VIEW(srv)))
		host = view_from(v, sizeof srv - 1);
	if (view_starts(host.n != 0 ? host : v, VIEW("a.example")))
		s = &a;
	else if (view_starts(host.n != 0 ? host : v, VIEW("b.example")))
		s = &b;
	buf_put(out, p, 2);
	put16(out, s != NULL ? 0x8580 : 0x8583);	/* AA, RA; NXDOMAIN */
	put16(out, 1);
	put16(out, s != NULL && (type == 33) == (host.n != 0) && type != 28);
	put16(out, 0);
	put16(out, 0);
	buf_put(out, p + 12, end - 12);
	if (s == NULL || (type == 33) != (host.n != 0) || type == 28)
		goto out;
	put16(out, 0xc00c);
	put16(out, type);
	put16(out, 1);
	put16(out, 0);
	put16(out, 0);		/* TTL 0: ports change from test to test */
	if (type == 33) {
		put16(out, 6 + 11);
		put16(out, 0);
		put16(out, 0);
		put16(out, port_of(s));
		buf_putc(out, 1);
		buf_putc(out, s->domain[0]);
		buf_put(out, "\7example", 9);
	} else {
		put16(out, 4);
		buf_put(out, "\177\0\0\1", 4);
	}
out:
	buf_free(&name);
}

static inline void on_question(void *arg)
{
	unsigned char packet[2048];
	struct sockaddr_storage from;
	socklen_t len = sizeof from;
	ssize_t n = recvfrom(dns_fd, packet, sizeof packet, 0,
	                     (struct sockaddr *)&from, &len);
	struct buf out = { 0 };

	(void)arg;
	ck_assert_int_gt(n, 16);
	questions++;
	answer(packet, (size_t)n, &out);
	ck_assert_int_ge(sendto(dns_fd, buf_cstr(&out), buf_len(&out), 0,
	                        (struct sockaddr *)&from, len), 0);
	buf_free(&out);
}

static inline unsigned dns_port(void)
{
	struct sockaddr_in in;
	socklen_t len = sizeof in;

	ck_assert_int_eq(getsockname(dns_fd, (struct sockaddr *)&in, &len), 0);
	return ntohs(in.sin_port);
}

static inline void dns_begin(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET };

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	dns_fd = socket(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_ge(dns_fd, 0);
	ck_assert_int_eq(bind(dns_fd, (struct sockaddr *)&in, sizeof in), 0);
	dns_watch = watch_new(loop, dns_fd, on_question, NULL);
	questions = 0;
}

/* --- edges ------------------------------------------------------------------- */

static inline char *file(const char *text)
{
	struct buf content = { 0 };

	buf_puts(&content, text);
	return tc_file(&content);
}

static inline struct edge_settings *settings_of(struct site *s, const char *more)
{
	struct buf conf = { 0 };
	struct edge_settings *settings;

	buf_printf(&conf,
	           "partners: %s\n"
	           "listen: [\"127.0.0.1:0\"]\n"
	           "domains: {%s: {certificate: %s, key: %s}}\n"
	           "trust: %s\n"
	           "link: {listen: [\"127.0.0.1:0\"], certificate: %s, key: %s,\n"
	           "  trust: %s, gateways: [gw.example]}\n"
	           "resolver: {forward: [\"127.0.0.1@%u\"]}\n%s",
	           s->partners_file, s->domain, s->cert_file, s->key_file, ca_file,
	           s->cert_file, s->key_file, ca_file, dns_port(), more);
	if (s->conf_file != NULL)
		tc_unlink(&s->conf_file);
	s->conf_file = tc_file(&conf);
	settings = edge_settings_load(s->conf_file, &fault);
	ck_assert_msg(settings != NULL, "%s", fault.text);
	return settings;
}

static inline void site_begin(struct site *s, const char *domain,
                              const char *partners, const char *more)
{
	char san[64];

	snprintf(san, sizeof san, "dns:%s", domain);
	s->domain = domain;
	s->cert = tc_leaf(&ca, san);
	s->cert_file = tc_cert_file(&s->cert);
	s->key_file = tc_key_file(&s->cert);
	s->partners_file = file(partners);
	s->edge = edge_new(loop, settings_of(s, more), &fault);
	ck_assert_msg(s->edge != NULL, "%s", fault.text);
}

static inline bool site_reload(struct site *s, const char *partners)
{
	tc_unlink(&s->partners_file);
	s->partners_file = file(partners);
	return edge_reload(s->edge, settings_of(s, ""), &fault);
}

static inline void site_end(struct site *s)
{
	edge_free(&s->edge);
	tc_unlink(&s->conf_file);
	tc_unlink(&s->partners_file);
	tc_unlink(&s->key_file);
	tc_unlink(&s->cert_file);
	tc_free(&s->cert);
	*s = (struct site){ .edge = NULL };
}

/* Both sites; each has the other as a partner with this policy. */
static inline void begin_with(const char *policy, const char *more)
{
	char partners[200];

	log_threshold(getenv("LOUD") ? LOG_DEBUG : LOG_ERROR);
	loop = loop_new();
	ca = tc_ca("lab", NULL);
	gw_cert = tc_leaf(&ca, "dns:gw.example");
	ca_file = tc_cert_file(&ca);
	dns_begin();
	snprintf(partners, sizeof partners, "b.example: {%s}\n", policy);
	site_begin(&a, "a.example", partners, more);
	snprintf(partners, sizeof partners, "a.example: {%s}\n", policy);
	site_begin(&b, "b.example", partners, more);
}

static inline void begin(const char *policy)
{
	begin_with(policy, "");
}

static inline void end(void)
{
	if (b.edge != NULL)
		site_end(&b);
	site_end(&a);
	watch_free(&dns_watch);
	close(dns_fd);
	fault_free(&fault);
	tc_unlink(&ca_file);
	tc_free(&gw_cert);
	tc_free(&ca);
	loop_free(&loop);
}

/* --- who talks to them: gateways and raw peers -------------------------------- */

struct talker {
	struct channel *channel;
	struct tls_context *ctx;
	struct buf got;
	bool direct, up, ended;
};

static inline void talker_connected(void *arg)
{
	struct talker *t = arg;

	if (t->direct)
		channel_start_tls(t->channel, t->ctx, TLS_CLIENT, "edge");
	else
		t->up = true;
}

static inline void talker_secured(void *arg)
{
	((struct talker *)arg)->up = true;
}

static inline void talker_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct talker *)arg)->got, plain);
}

static inline void talker_ended(void *arg, enum cause cause, const char *words)
{
	(void)cause, (void)words;
	((struct talker *)arg)->ended = true;
}

static const struct channel_ops talker_ops = {
	.connected = talker_connected, .secured = talker_secured,
	.bytes = talker_bytes, .ended = talker_ended,
};

static inline struct tls_context *context(const struct tc *c)
{
	char *cert = tc_cert_file(c), *key = tc_key_file(c);
	struct tls_context *ctx = tls_context_new(&(struct tls_settings){
		.certificate = cert, .key = key, .trust = ca_file }, &fault);

	ck_assert_msg(ctx != NULL, "%s", fault.text);
	tc_unlink(&cert);
	tc_unlink(&key);
	return ctx;
}

static inline void dial(struct talker *t, const struct address *at,
                        const struct tc *cert, bool direct)
{
	*t = (struct talker){ .ctx = context(cert), .direct = direct };
	t->channel = channel_dial(loop, at, &talker_ops, t);
	UNTIL(t->up || t->ended);
}

static inline void hang_up(struct talker *t)
{
	channel_free(&t->channel);
	tls_context_free(&t->ctx);
	buf_free(&t->got);
}

static inline void say(struct talker *t, const char *text)
{
	channel_write(t->channel, view_of(text));
}

static inline bool has(const struct talker *t, const char *text)
{
	return strstr(buf_cstr(&t->got), text) != NULL;
}

/* Reads until `text` has come, and forgets all up to it. */
static inline void hear(struct talker *t, const char *text)
{
	uint64_t until = loop_now(loop) + WAIT_MS;
	const char *at;

	while ((at = strstr(buf_cstr(&t->got), text)) == NULL) {
		ck_assert_msg(loop_now(loop) < until && !t->ended,
		              "not heard: %s; but: %s", text, buf_cstr(&t->got));
		loop_once(loop, 50);
	}
	buf_drop(&t->got, (size_t)(at - buf_cstr(&t->got)) + strlen(text));
}

#define OPEN_STREAM(from, to) \
	"<?xml version='1.0'?><stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' " \
	"xmlns:db='jabber:server:dialback' from='" from "' to='" to "' version='1.0'>"

static inline void open_gateway(struct talker *t, const struct site *s)
{
	struct address at;
	char text[300];

	ck_assert(edge_link_local(s->edge, 0, &at));
	dial(t, &at, &gw_cert, true);
	say(t, OPEN_STREAM("gw.example", "edge"));
	hear(t, "</stream:features>");
	snprintf(text, sizeof text,
	         "<domains xmlns='urn:fedlab:link:1'><domain>%s</domain></domains>"
	         "<enable xmlns='urn:xmpp:sm:3'/>", s->domain);
	say(t, text);
	hear(t, "<enabled");
}

/* A peer that calls the edge in clear, with this certificate for later. */
static inline void call(struct talker *t, const struct site *s,
                        const struct tc *cert)
{
	struct address at;

	ck_assert(edge_local(s->edge, 0, &at));
	dial(t, &at, cert, false);
}

static inline void start_tls(struct talker *t)
{
	say(t, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	hear(t, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	t->up = false;
	channel_start_tls(t->channel, t->ctx, TLS_CLIENT, "b.example");
	UNTIL(t->up || t->ended);
	buf_clear(&t->got);
}

/* --- b.example played by the test, which listens where DNS says -------------- */

static struct listener *b_listener;
static struct talker b_peer;	/* the newest call that was taken */
static unsigned b_calls;

static inline void b_called(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	hang_up(&b_peer);
	b_peer = (struct talker){ .ctx = context(&b.cert) };
	b_peer.channel = channel_accept(loop, fd, &talker_ops, &b_peer);
	b_calls++;
}

static inline void b_listens(void)
{
	struct address at;

	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	b_listener = listener_new(loop, &at, b_called, NULL, &fault);
	ck_assert_ptr_nonnull(b_listener);
	listener_local(b_listener, &at);
	b_port = address_port(&at);
	b_calls = 0;
}

static inline void b_ends(void)
{
	listener_free(&b_listener);
	hang_up(&b_peer);
	b_port = 0;
}

/* The edge's header, and b's answer with these features. */
static inline void b_answers(const char *features)
{
	UNTIL(b_peer.channel != NULL);
	hear(&b_peer, "<stream:stream ");
	hear(&b_peer, ">");
	say(&b_peer, "<stream:stream xmlns='jabber:server' "
	             "xmlns:stream='http://etherx.jabber.org/streams' "
	             "xmlns:db='jabber:server:dialback' from='b.example' "
	             "to='a.example' id='z' version='1.0'>");
	say(&b_peer, features);
}

static inline void b_takes_tls(void)
{
	hear(&b_peer, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	say(&b_peer, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	b_peer.up = false;
	channel_start_tls(b_peer.channel, b_peer.ctx, TLS_SERVER, NULL);
	UNTIL(b_peer.up || b_peer.ended);
}

/* One edge, a; its partner b.example is whatever the test makes of it. */
static inline void begin_alone(const char *policy, const char *more)
{
	begin_with(policy, more);
	edge_free(&b.edge);
}

static inline void end_alone(void)
{
	b.edge = NULL;
	tc_unlink(&b.conf_file);
	tc_unlink(&b.partners_file);
	tc_unlink(&b.key_file);
	tc_unlink(&b.cert_file);
	tc_free(&b.cert);
	end();
}

#define MESSAGE(from, to, id) \
	"<message from='" from "' to='" to "' id='" id "' type='chat'>" \
	"<body>hello</body></message>"

#endif
