/* floor - the least a forwarder can do: one connection in, one out, each whole piece
 * passed on, both ways, written once per read.  What fed-edge and fed-gateway
 * spend above this is what they do for their living.
 *
 *   floor xml|sip plain|tls LISTEN-PORT CERTIFICATE KEY ADDRESS PORT
 *
 * xml: stanzas on both sides, passed on as they are.  sip: SIP on the side that
 * calls, the link on the other, converted (floor_convert.h).  plain or tls is the
 * side that calls; the other side is always TLS.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "ci/bench/floor_convert.h"
#include "ci/bench/scan.h"

enum { ROOM = 128 * 1024 };

struct side {
	int fd;
	SSL *ssl; /* NULL: plain */
	struct scan scan;
	struct buf out;
	bool is_sip; /* SIP messages, else elements */
	size_t have;
	char mem[ROOM];
};

static bool converts;

static void fail(const char *what)
{
	perror(what);
	ERR_print_errors_fp(stderr);
	exit(2);
}

static struct sockaddr_in at(const char *host, const char *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };

	a.sin_port = htons((in_port_t)strtoul(port, NULL, 10));
	if (inet_pton(AF_INET, host, &a.sin_addr) != 1)
		fail(host);
	return a;
}

static int take_one(const char *port)
{
	struct sockaddr_in a = at("0.0.0.0", port);
	int on = 1, fd = -1, s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (s < 0 || setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
	    bind(s, (struct sockaddr *)&a, sizeof a) != 0 || listen(s, 1) != 0 ||
	    (fd = accept(s, NULL, NULL)) < 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
		fail("listen");
	close(s);
	return fd;
}

static int dial(const char *host, const char *port)
{
	struct sockaddr_in a = at(host, port);
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
		fail("connect");
	return fd;
}

static SSL *tls(SSL_CTX *ctx, int fd, int (*handshake)(SSL *))
{
	SSL *ssl = ctx != NULL ? SSL_new(ctx) : NULL;

	if (ssl == NULL || SSL_set_fd(ssl, fd) != 1 || handshake(ssl) != 1)
		fail("TLS");
	return ssl;
}

/* Read from the socket, but not from it: poll() does not know of it. */
static bool is_waiting(const struct side *s)
{
	return s->ssl != NULL && SSL_has_pending(s->ssl) == 1;
}

static bool may_go_on(const struct side *s, ssize_t done)
{
	int why = s->ssl != NULL ? SSL_get_error(s->ssl, (int)done) : SSL_ERROR_NONE;

	return s->ssl != NULL ? why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE
	                      : done < 0 && errno == EAGAIN;
}

/* All that one read of the socket gave: SSL_read() stops at a record's end. */
static void read_all(struct side *s)
{
	do {
		char *to = s->mem + s->have;
		size_t room = ROOM - s->have;
		ssize_t got = s->ssl != NULL ? SSL_read(s->ssl, to, (int)room)
		                             : read(s->fd, to, room);

		if (got <= 0 && may_go_on(s, got))
			return;
		if (got <= 0)
			exit(EXIT_SUCCESS);
		s->have += (size_t)got;
	} while (s->have < ROOM && is_waiting(s));
}

static void write_all(const struct side *s, const char *p, size_t n)
{
	struct pollfd on = { s->fd, POLLOUT, 0 };

	while (n > 0) {
		ssize_t done = s->ssl != NULL ? SSL_write(s->ssl, p, (int)n)
		                              : write(s->fd, p, n);

		if (done <= 0 && (!may_go_on(s, done) || poll(&on, 1, -1) < 0))
			fail("write");
		if (done <= 0)
			continue;
		p += done;
		n -= (size_t)done;
	}
}

static void write_out(struct side *s)
{
	if (buf_len(&s->out) == 0)
		return;
	write_all(s, buf_view(&s->out).p, buf_len(&s->out));
	buf_clear(&s->out);
}

static void convert(struct side *from, struct side *to, struct view piece)
{
	if (from->is_sip)
		floor_from_sip(piece, &from->out, &to->out);
	else
		floor_from_link(piece, &to->out, &from->out);
}

/* True: there was no room for all; once more. */
static bool pass_on(struct side *from, struct side *to)
{
	size_t whole = 0, n;
	bool full;

	read_all(from);
	full = from->have == ROOM;
	for (;;) {
		struct view rest = { from->mem + whole, from->have - whole };

		n = from->is_sip ? sip_next(rest) : scan_next(&from->scan, rest);
		if (n == 0)
			break;
		if (converts)
			convert(from, to, (struct view){ rest.p, n });
		whole += n;
	}
	if (whole == 0 && full)
		fail("a piece that is too long");
	if (!converts)
		write_all(to, from->mem, whole);
	write_out(to);
	write_out(from);
	memmove(from->mem, from->mem + whole, from->have - whole);
	from->have -= whole;
	return full;
}

static void no_wait(const struct side *s)
{
	if (fcntl(s->fd, F_SETFL, O_NONBLOCK) != 0)
		fail("fcntl");
	if (s->ssl != NULL)
		SSL_set_mode(s->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE);
}

int main(int argc, char **argv)
{
	static struct side in, out;
	SSL_CTX *server = SSL_CTX_new(TLS_server_method());
	SSL_CTX *client = SSL_CTX_new(TLS_client_method());

	if (argc != 8 || server == NULL || client == NULL ||
	    SSL_CTX_use_certificate_chain_file(server, argv[4]) != 1 ||
	    SSL_CTX_use_PrivateKey_file(server, argv[5], SSL_FILETYPE_PEM) != 1)
		fail("floor xml|sip plain|tls LISTEN-PORT CERTIFICATE KEY ADDRESS PORT");
	converts = in.is_sip = strcmp(argv[1], "sip") == 0;
	SSL_CTX_set_read_ahead(server, 1);
	SSL_CTX_set_read_ahead(client, 1);
	in.fd = take_one(argv[3]);
	if (strcmp(argv[2], "tls") == 0)
		in.ssl = tls(server, in.fd, SSL_accept);
	out.fd = dial(argv[6], argv[7]);
	out.ssl = tls(client, out.fd, SSL_connect);
	no_wait(&in);
	no_wait(&out);
	if (converts)
		buf_puts(&out.out, "<stream>");
	write_out(&out);
	for (;;) {
		struct pollfd on[] = { { in.fd, POLLIN, 0 }, { out.fd, POLLIN, 0 } };

		if (poll(on, 2, -1) < 0)
			fail("poll");
		while (on[0].revents != 0 && pass_on(&in, &out))
			;
		while (on[1].revents != 0 && pass_on(&out, &in))
			;
	}
}
