#include "world/dns_proxy.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/listener.h"
#include "lib/mem.h"
#include "lib/wire.h"
#include "world/dns_wire.h"
#include "world/world.h"

enum { PENDING = 1024, MESSAGE_MAX = 4096 };

struct pending {		/* asked of the server, not answered yet */
	struct sockaddr_storage from;
	socklen_t from_len;
	unsigned id;		/* the asker's */
	bool forged;            /* the answer's signatures are to be broken */
	bool used;
};

struct relay {			/* one TCP connection through the proxy */
	struct relay *next;
	struct dns_proxy *proxy;
	struct wire *asker, *server;
	struct buf asked;	/* not yet a whole message */
};

struct dns_proxy {
	struct loop *loop;
	const struct map *faults;
	int asker_fd, server_fd;	/* -1: not open */
	struct watch *asker_watch, *server_watch;
	struct listener *tcp;
	struct relay *relays;
	struct pending pending[PENDING];
	unsigned next_id;
	bool answered;
	void (*asked)(void *arg, const char *type, const char *name);
	void *arg;
};

/* --- UDP ------------------------------------------------------------------------------- */

static void forward(struct dns_proxy *x, char *message, size_t n, const struct pending *from)
{
	unsigned id = x->next_id++ & 0xffff;
	struct pending *p = &x->pending[id % PENDING];

	*p = *from;
	p->id = dns_id(message);
	p->used = true;
	dns_set_id(message, id);
	/* A datagram that is lost is asked for again. */
	(void)!send(x->server_fd, message, n, 0);
}

static void hear_asker(void *arg)
{
	struct dns_proxy *x = arg;
	struct pending from = { .from_len = sizeof from.from };
	struct dns_question q;
	const struct dns_fault *fault;
	char m[MESSAGE_MAX];
	ssize_t n = recvfrom(x->asker_fd, m, sizeof m, 0, (struct sockaddr *)&from.from,
	                     &from.from_len);
	size_t len = 0;

	if (n <= 0 || !dns_question_read((struct view){ m, (size_t)n }, &q))
		return;
	x->asked(x->arg, q.type, q.name);
	fault = map_get(x->faults, view_of(q.name));
	switch (fault != NULL ? fault->kind : DNS_FAULT_NONE) {
	case DNS_FAULT_FORGED:
		from.forged = true;
		forward(x, m, (size_t)n, &from);
		return;
	case DNS_FAULT_NONE:
		forward(x, m, (size_t)n, &from);
		return;
	case DNS_FAULT_SILENT:
		return;
	case DNS_FAULT_SERVFAIL:
		len = dns_refuse(m, (size_t)n, 2, false);
		break;
	case DNS_FAULT_TRUNCATE:
		len = dns_refuse(m, (size_t)n, 0, true);
		break;
	}
	(void)!sendto(x->asker_fd, m, len, 0, (struct sockaddr *)&from.from, from.from_len);
}

static void hear_server(void *arg)
{
	struct dns_proxy *x = arg;
	struct pending *p;
	char m[MESSAGE_MAX];
	ssize_t n = recv(x->server_fd, m, sizeof m, 0);

	if (n < DNS_HEADER)
		return; /* refused: it is not up yet */
	x->answered = true;
	p = &x->pending[dns_id(m) % PENDING];
	if (!p->used)
		return; /* our own probe */
	p->used = false;
	dns_set_id(m, p->id);
	if (p->forged)
		dns_forge(m, (size_t)n);
	(void)!sendto(x->asker_fd, m, (size_t)n, 0, (struct sockaddr *)&p->from, p->from_len);
}

/* --- TCP: passed on, the questions told ---------------------------------------------------- */

static void relay_end(struct relay *r)
{
	for (struct relay **at = &r->proxy->relays; *at != NULL; at = &(*at)->next)
		if (*at == r) {
			*at = r->next;
			break;
		}
	wire_free(&r->asker);
	wire_free(&r->server);
	buf_free(&r->asked);
	free(r);
}

static void tell_questions(struct relay *r)
{
	for (;;) {
		struct view v = buf_view(&r->asked);
		struct dns_question q;
		size_t len;

		if (v.n < 2)
			return;
		len = (size_t)(unsigned char)v.p[0] << 8 | (unsigned char)v.p[1];
		if (v.n < 2 + len)
			return;
		if (dns_question_read((struct view){ v.p + 2, len }, &q))
			r->proxy->asked(r->proxy->arg, q.type, q.name);
		buf_drop(&r->asked, 2 + len);
	}
}

static void from_asker(void *arg, struct view bytes)
{
	struct relay *r = arg;

	buf_putv(&r->asked, bytes);
	tell_questions(r);
	wire_write(r->server, bytes);
}

static void from_server(void *arg, struct view bytes)
{
	wire_write(((struct relay *)arg)->asker, bytes);
}

static void relay_over(void *arg, enum wire_end how)
{
	(void)how;
	relay_end(arg);
}

static void accept_tcp(void *arg, int fd, const struct address *from)
{
	static const struct wire_ops asker = { .bytes = from_asker, .ended = relay_over };
	static const struct wire_ops server = { .bytes = from_server, .ended = relay_over };
	struct dns_proxy *x = arg;
	struct relay *r = mem_zalloc(sizeof *r);
	struct address to;

	(void)from;
	address_parse(view_of(DNS_SERVER), &to);
	r->proxy = x;
	r->next = x->relays;
	x->relays = r;
	r->asker = wire_new(x->loop, fd, &asker, r);
	r->server = wire_dial(x->loop, &to, &server, r);
	if (r->server == NULL)
		relay_end(r);
}

/* --- all of it -------------------------------------------------------------------------------- */

static int udp_socket(const char *bind_to, const char *connect_to, struct fault *f)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct address a;
	bool ok = fd >= 0;

	if (ok && bind_to != NULL) {
		address_parse(view_of(bind_to), &a);
		ok = bind(fd, (struct sockaddr *)&a.ss, a.len) == 0;
	}
	if (ok && connect_to != NULL) {
		address_parse(view_of(connect_to), &a);
		ok = connect(fd, (struct sockaddr *)&a.ss, a.len) == 0;
	}
	if (!ok) {
		fault_set(f, NULL, 0, 0, "DNS at %s: %s", bind_to != NULL ? bind_to : connect_to,
		          strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

struct dns_proxy *dns_proxy_new(struct loop *l, const struct map *faults,
                                void (*asked)(void *arg, const char *type, const char *name),
                                void *arg, struct fault *f)
{
	struct dns_proxy *x = mem_zalloc(sizeof *x);
	struct address at;

	x->loop = l;
	x->faults = faults;
	x->asked = asked;
	x->arg = arg;
	address_parse(view_of(DNS_PROXY), &at);
	x->asker_fd = udp_socket(DNS_PROXY, NULL, f);
	x->server_fd = x->asker_fd < 0 ? -1 : udp_socket(NULL, DNS_SERVER, f);
	x->tcp = x->server_fd < 0 ? NULL : listener_new(l, &at, accept_tcp, x, f);
	if (x->tcp == NULL) {
		dns_proxy_free(&x);
		return NULL;
	}
	x->asker_watch = watch_new(l, x->asker_fd, hear_asker, x);
	x->server_watch = watch_new(l, x->server_fd, hear_server, x);
	return x;
}

void dns_proxy_free(struct dns_proxy **xp)
{
	struct dns_proxy *x = *xp;

	if (x == NULL)
		return;
	while (x->relays != NULL)
		relay_end(x->relays);
	listener_free(&x->tcp);
	watch_free(&x->asker_watch);
	watch_free(&x->server_watch);
	if (x->asker_fd >= 0)
		close(x->asker_fd);
	if (x->server_fd >= 0)
		close(x->server_fd);
	free(x);
	*xp = NULL;
}

void dns_proxy_probe(struct dns_proxy *x)
{
	static const char root_soa[] = { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1 };

	(void)!send(x->server_fd, root_soa, sizeof root_soa, 0);
}

bool dns_proxy_has_heard(const struct dns_proxy *x)
{
	return x->answered;
}
