/* edge_rig_dns.h - the two sites of a test, and a DNS that says where they listen:
 * SRV and A for the domains of both.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_DNS_H
#define REF_EDGE_EDGE_RIG_DNS_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "edge/edge.h"
#include "lib/buf.h"
#include "lib/unit.h"
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

#endif
