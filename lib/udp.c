#include "lib/udp.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "lib/buf.h"
#include "lib/loop_flush.h"
#include "lib/mem.h"

#define READS_MAX  64		/* in a turn: a flood must not starve others */
#define DATAGRAM   65535
#define BATCH      64		/* sent by one call */

struct datagram {
	struct address to;
	size_t at, n;		/* in `bytes` */
};

struct udp {
	struct flush flush;	/* first: udp_of() */
	struct loop *loop;
	struct event readable, writable;
	const struct udp_ops *ops;
	void *arg;
	struct address at;
	struct buf bytes;	/* of what is queued */
	struct datagram *queue;
	size_t n, cap, sent;
	int fd;
	bool in_callback, freed;
};

static struct udp *udp_of(struct flush *f)
{
	return (struct udp *)(void *)f;
}

/* --- reading ------------------------------------------------------------------- */

/* What ICMP said of what was sent.  True: one was taken off the queue. */
static bool read_error(struct udp *u)
{
	struct address to;
	char control[512], ignored[1];
	struct iovec iov = { ignored, sizeof ignored };
	struct msghdr m = { .msg_name = &to.ss, .msg_namelen = sizeof to.ss, .msg_iov = &iov,
	                    .msg_iovlen = 1, .msg_control = control,
	                    .msg_controllen = sizeof control };

	memset(&to, 0, sizeof to);
	if (recvmsg(u->fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	to.len = m.msg_namelen;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c != NULL; c = CMSG_NXTHDR(&m, c)) {
		struct sock_extended_err e;

		if (!(c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) &&
		    !(c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
			continue;
		memcpy(&e, CMSG_DATA(c), sizeof e);
		/* EMSGSIZE is about a path, not about who is there. */
		if (e.ee_errno != EMSGSIZE && to.len != 0 && u->ops->unreachable != NULL)
			u->ops->unreachable(u->arg, &to);
		break;
	}
	return true;
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct udp *u = arg;
	char *scratch = loop_scratch(u->loop);
	struct address from;
	ssize_t n;

	(void)what;
	u->in_callback = true;
	for (int i = 0; i < READS_MAX && !u->freed; i++) {
		memset(&from, 0, sizeof from);
		from.len = sizeof from.ss;
		n = recvfrom(fd, scratch, LOOP_READ_MOST, 0, (struct sockaddr *)&from.ss,
		             &from.len);
		if (n >= 0)
			u->ops->datagram(u->arg, (struct view){ scratch, (size_t)n }, &from);
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		/* Any other error is one that waits in the queue of errors. */
		else if (errno != EINTR && !read_error(u))
			break;
	}
	u->in_callback = false;
	if (u->freed)
		free(u);
}

/* --- writing ------------------------------------------------------------------- */

static void drop_queue(struct udp *u)
{
	u->n = u->sent = 0;
	buf_free(&u->bytes);
}

/* The number the kernel took; an error takes the first one away, which is what
 * a datagram that cannot be sent is: lost. */
static size_t send_some(struct udp *u, bool *full)
{
	struct mmsghdr m[BATCH];
	struct iovec iov[BATCH];
	unsigned count = 0;
	int n;

	memset(m, 0, sizeof m);
	for (size_t i = u->sent; i < u->n && count < BATCH; i++, count++) {
		iov[count] = (struct iovec){ u->bytes.mem + u->bytes.head + u->queue[i].at,
		                             u->queue[i].n };
		m[count].msg_hdr = (struct msghdr){ .msg_name = &u->queue[i].to.ss,
		                                    .msg_namelen = u->queue[i].to.len,
		                                    .msg_iov = &iov[count], .msg_iovlen = 1 };
	}
	n = sendmmsg(u->fd, m, count, MSG_NOSIGNAL);
	*full = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS);
	if (n >= 0)
		return (size_t)n;
	return *full || errno == EINTR ? 0 : 1;
}

static void on_flush(struct flush *f)
{
	struct udp *u = udp_of(f);
	bool full = false;

	while (u->sent < u->n && !full)
		u->sent += send_some(u, &full);
	if (full) {
		loop_must(event_add(&u->writable, NULL) == 0, "udp");
		return;
	}
	drop_queue(u);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct udp *u = arg;

	(void)fd, (void)what;
	loop_flush(u->loop, &u->flush);
}

bool udp_send(struct udp *u, const struct address *to, struct view bytes)
{
	struct datagram *d;

	if (bytes.n > DATAGRAM - 28 || u->n - u->sent >= UDP_QUEUE_MAX ||
	    to->ss.ss_family != u->at.ss.ss_family)
		return false;
	u->queue = mem_grow(u->queue, u->n, &u->cap, sizeof *u->queue);
	d = &u->queue[u->n++];
	*d = (struct datagram){ *to, buf_len(&u->bytes), bytes.n };
	buf_putv(&u->bytes, bytes);
	if (!event_pending(&u->writable, EV_WRITE, NULL))
		loop_flush(u->loop, &u->flush);
	return true;
}

/* --- the socket ---------------------------------------------------------------- */

static int open_socket(const struct address *at, struct fault *f)
{
	char text[ADDRESS_MAX];
	int family = at->ss.ss_family, on = 1;
	int level = family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
	int fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd >= 0 &&
	    setsockopt(fd, level, family == AF_INET6 ? IPV6_RECVERR : IP_RECVERR, &on,
	               sizeof on) == 0 &&
	    (family != AF_INET6 ||
	     setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
	    bind(fd, (const struct sockaddr *)&at->ss, at->len) == 0)
		return fd;
	fault_set(f, NULL, 0, 0, "cannot take datagrams on %s: %s", address_print(at, text),
	          strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

struct udp *udp_new(struct loop *l, const struct address *at, const struct udp_ops *ops,
                    void *arg, struct fault *f)
{
	int fd = open_socket(at, f);
	struct udp *u;

	if (fd < 0)
		return NULL;
	u = mem_zalloc(sizeof *u);
	u->loop = l;
	u->ops = ops;
	u->arg = arg;
	u->fd = fd;
	u->flush.fn = on_flush;
	u->at.len = sizeof u->at.ss;
	if (getsockname(fd, (struct sockaddr *)&u->at.ss, &u->at.len) != 0)
		u->at = *at;
	loop_must(event_assign(&u->readable, loop_base(l), fd, EV_READ | EV_PERSIST,
	                       on_readable, u) == 0 &&
	          event_assign(&u->writable, loop_base(l), fd, EV_WRITE, on_writable, u) == 0 &&
	          event_add(&u->readable, NULL) == 0, "udp");
	return u;
}

void udp_free(struct udp **up)
{
	struct udp *u = *up;

	if (u == NULL)
		return;
	*up = NULL;
	event_del(&u->readable);
	event_del(&u->writable);
	loop_flush_cancel(u->loop, &u->flush);
	drop_queue(u);
	free(u->queue);
	close(u->fd);
	if (u->in_callback)
		u->freed = true;
	else
		free(u);
}

void udp_local(const struct udp *u, struct address *out)
{
	*out = u->at;
}
