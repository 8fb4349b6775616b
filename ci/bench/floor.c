/* floor - the least a relay of stanzas can do: one TLS connection in, one out,
 * each whole stanza passed on, written once per read.  What fed-edge spends
 * above this is what it does for its living.
 *
 *   floor LISTEN-PORT CERTIFICATE KEY ADDRESS PORT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "ci/bench/scan.h"

enum { ROOM = 128 * 1024 };

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
	    (fd = accept(s, NULL, NULL)) < 0)
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

/* All that one read of the socket gave: SSL_read() stops at a record's end. */
static size_t read_all(SSL *in, char *to, size_t room)
{
	size_t n = 0;

	do {
		int got = SSL_read(in, to + n, (int)(room - n));

		if (got <= 0)
			return 0;
		n += (size_t)got;
	} while (n < room && SSL_has_pending(in) && SSL_pending(in) > 0);
	return n;
}

int main(int argc, char **argv)
{
	static char mem[ROOM];
	struct scan scan = { 0 };
	SSL_CTX *server = SSL_CTX_new(TLS_server_method());
	SSL_CTX *client = SSL_CTX_new(TLS_client_method());
	size_t have = 0, got, n;
	SSL *in, *out;

	if (argc != 6 || server == NULL || client == NULL ||
	    SSL_CTX_use_certificate_chain_file(server, argv[2]) != 1 ||
	    SSL_CTX_use_PrivateKey_file(server, argv[3], SSL_FILETYPE_PEM) != 1)
		fail("floor LISTEN-PORT CERTIFICATE KEY ADDRESS PORT");
	SSL_CTX_set_read_ahead(server, 1);
	in = tls(server, take_one(argv[1]), SSL_accept);
	out = tls(client, dial(argv[4], argv[5]), SSL_connect);
	while (have < ROOM && (got = read_all(in, mem + have, ROOM - have)) > 0) {
		size_t whole = 0;

		have += got;
		while ((n = scan_next(&scan, (struct view){ mem + whole, have - whole })) > 0)
			whole += n;
		if (whole > 0 && SSL_write(out, mem, (int)whole) <= 0)
			fail("write");
		memmove(mem, mem + whole, have - whole);
		have -= whole;
	}
	return EXIT_SUCCESS;
}
