#include "world/diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

/* An answer to a dump comes in pieces of at most this. */
enum { PIECE = 32768 };

struct question {
	struct nlmsghdr head;
	struct inet_diag_req_v2 ask;
};

static int ask(const struct question *q)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	if (fd >= 0 && send(fd, q, sizeof *q, 0) != (ssize_t)sizeof *q) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static struct question question(int family, unsigned flags, uint32_t states)
{
	return (struct question){
		.head = { .nlmsg_len = sizeof(struct question),
		          .nlmsg_type = SOCK_DIAG_BY_FAMILY,
		          .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags) },
		.ask = { .sdiag_family = (uint8_t)family,
		         .sdiag_protocol = IPPROTO_TCP,
		         .idiag_states = states,
		         .id = { .idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE } } },
	};
}

static uint16_t port_of(const struct address *a)
{
	return htons((uint16_t)address_port(a));
}

/* In the words of the kernel; an address of IPv4 has one. */
static void words_of(const struct address *a, uint32_t out[4])
{
	const struct sockaddr_in6 *six = (const void *)&a->ss;
	const struct sockaddr_in *four = (const void *)&a->ss;

	memset(out, 0, 4 * sizeof out[0]);
	if (a->ss.ss_family == AF_INET)
		out[0] = four->sin_addr.s_addr;
	else
		memcpy(out, &six->sin6_addr, sizeof six->sin6_addr);
}

static bool is_listener_at(const struct inet_diag_msg *m, const struct address *at)
{
	static const uint32_t any[4];
	uint32_t want[4];

	words_of(at, want);
	return m->id.idiag_sport == port_of(at) &&
	       (memcmp(m->id.idiag_src, any, sizeof any) == 0 ||
	        (m->idiag_family == at->ss.ss_family &&
	         memcmp(m->id.idiag_src, want, sizeof want) == 0));
}

/* The listeners of one family, to the end or to the first that fits. */
static enum diag listens_in(int family, const struct address *at)
{
	const struct question q = question(family, NLM_F_DUMP, 1u << TCP_LISTEN);
	_Alignas(struct nlmsghdr) char piece[PIECE];
	int fd = ask(&q);
	enum diag found = fd < 0 ? DIAG_UNKNOWN : DIAG_NO;
	bool over = fd < 0;

	while (!over) {
		ssize_t n = recv(fd, piece, sizeof piece, 0);
		const struct nlmsghdr *h = (const void *)piece;
		unsigned rest = n > 0 ? (unsigned)n : 0;

		if (n <= 0) {
			found = DIAG_UNKNOWN;
			break;
		}
		for (; !over && NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
			if (h->nlmsg_type == NLMSG_ERROR) {
				found = DIAG_UNKNOWN;
				over = true;
			} else if (h->nlmsg_type == NLMSG_DONE) {
				over = true;
			} else if (is_listener_at(NLMSG_DATA(h), at)) {
				found = DIAG_YES;
				over = true;
			}
		}
	}
	if (fd >= 0)
		close(fd);
	return found;
}

enum diag diag_listens(const struct address *at)
{
	enum diag found = at->ss.ss_family == AF_INET ? listens_in(AF_INET, at) : DIAG_NO;

	return found != DIAG_NO ? found : listens_in(AF_INET6, at);
}

enum diag diag_has_unread(const struct address *local, const struct address *remote)
{
	struct question q = question(local->ss.ss_family, 0, ~0u);
	_Alignas(struct nlmsghdr) char piece[PIECE];
	const struct nlmsghdr *h = (const void *)piece;
	const struct inet_diag_msg *m;
	ssize_t n;
	int fd;

	q.ask.id.idiag_sport = port_of(local);
	q.ask.id.idiag_dport = port_of(remote);
	words_of(local, q.ask.id.idiag_src);
	words_of(remote, q.ask.id.idiag_dst);
	fd = ask(&q);
	if (fd < 0)
		return DIAG_UNKNOWN;
	n = recv(fd, piece, sizeof piece, 0);
	close(fd);
	if (n < 0 || !NLMSG_OK(h, (unsigned)n))
		return DIAG_UNKNOWN;
	if (h->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *e = NLMSG_DATA(h);

		return e->error == -ENOENT ? DIAG_NO : DIAG_UNKNOWN;
	}
	/* Where no connection is, the kernel finds who listens. */
	m = NLMSG_DATA(h);
	return m->idiag_state != TCP_LISTEN && m->idiag_rqueue > 0 ? DIAG_YES : DIAG_NO;
}

/* --- what is established with one address ----------------------------------------------- */

static bool is_with(const struct inet_diag_msg *m, const struct address *at)
{
	uint32_t want[4];

	words_of(at, want);
	return m->id.idiag_sport == port_of(at) && m->idiag_family == at->ss.ss_family &&
	       memcmp(m->id.idiag_src, want, sizeof want) == 0;
}

/* Each of them, to the end of the dump.  False: the kernel does not say. */
static bool each_established(const struct address *at,
                             void (*fn)(void *arg, const struct inet_diag_msg *m), void *arg)
{
	const struct question q = question(at->ss.ss_family, NLM_F_DUMP, 1u << TCP_ESTABLISHED);
	_Alignas(struct nlmsghdr) char piece[PIECE];
	int fd = ask(&q);
	bool over = fd < 0, ok = fd >= 0;

	while (!over) {
		ssize_t n = recv(fd, piece, sizeof piece, 0);
		const struct nlmsghdr *h = (const void *)piece;
		unsigned rest = n > 0 ? (unsigned)n : 0;

		ok = ok && n > 0;
		over = n <= 0;
		for (; !over && NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
			ok = ok && h->nlmsg_type != NLMSG_ERROR;
			over = h->nlmsg_type == NLMSG_ERROR || h->nlmsg_type == NLMSG_DONE;
			if (!over && is_with(NLMSG_DATA(h), at))
				fn(arg, NLMSG_DATA(h));
		}
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

struct far_ends {
	unsigned *port;
	size_t max, n;
};

static void take_port(void *arg, const struct inet_diag_msg *m)
{
	struct far_ends *e = arg;

	if (e->n < e->max)
		e->port[e->n++] = ntohs(m->id.idiag_dport);
}

bool diag_established(const struct address *at, unsigned *far, size_t max, size_t *n)
{
	struct far_ends e = { .port = far, .max = max };
	bool ok = each_established(at, take_port, &e);

	*n = e.n;
	return ok;
}

struct wanted {
	unsigned far;
	bool found;
	struct inet_diag_sockid id;
};

static void take_id(void *arg, const struct inet_diag_msg *m)
{
	struct wanted *w = arg;

	if (ntohs(m->id.idiag_dport) != w->far)
		return;
	w->found = true;
	w->id = m->id;
}

bool diag_cut(const struct address *at, unsigned far)
{
	struct question q = question(at->ss.ss_family, NLM_F_ACK, ~0u);
	_Alignas(struct nlmsghdr) char piece[PIECE];
	const struct nlmsghdr *h = (const void *)piece;
	struct wanted w = { .far = far };
	ssize_t n;
	int fd;

	if (!each_established(at, take_id, &w) || !w.found)
		return false;
	q.head.nlmsg_type = SOCK_DESTROY;
	q.ask.id = w.id;
	fd = ask(&q);
	n = fd < 0 ? -1 : recv(fd, piece, sizeof piece, 0);
	if (fd >= 0)
		close(fd);
	return n > 0 && NLMSG_OK(h, (unsigned)n) && h->nlmsg_type == NLMSG_ERROR &&
	       ((const struct nlmsgerr *)NLMSG_DATA(h))->error == 0;
}
