#include "lib/listener.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "lib/log.h"
#include "lib/loop_flush.h"
#include "lib/mem.h"

#define ACCEPTS_MAX 64		/* in one turn: a flood must not starve who is in */
#define RETRY_MS    100		/* without descriptors */

struct listener {
	struct event ev;
	struct loop *loop;
	struct timer *retry;
	void (*fn)(void *arg, int fd, const struct address *from);
	void *arg;
	struct address at;
	int fd;
	bool paused;
	bool in_callback;
	bool freed;		/* in a callback */
};

static void may_accept(struct listener *l)
{
	if (!l->paused && !timer_is_set(l->retry))
		loop_must(event_add(&l->ev, NULL) == 0, "listener");
	else
		event_del(&l->ev);
}

static void on_retry(void *arg)
{
	may_accept(arg);
}

/* accept(2) of Linux also reports what befell the new connection alone. */
static bool concerns_one_connection(int error)
{
	switch (error) {
	case EINTR:
	case ECONNABORTED:
	case EPERM:		/* a firewall's word */
	case EPROTO:
	case ENETDOWN:
	case ENETUNREACH:
	case EHOSTDOWN:
	case EHOSTUNREACH:
	case ENONET:
	case ENOPROTOOPT:
	case EOPNOTSUPP:
	case ETIMEDOUT:
		return true;
	default:
		return false;
	}
}

/* The connection stays in the queue and the socket stays readable: without a
 * pause that would be a loop without a wait. */
static void pause_for_lack(struct listener *l, int error)
{
	const struct sockaddr_un *local = (const struct sockaddr_un *)&l->at.ss;
	char at[ADDRESS_MAX];

	log_event(LOG_WARN, "accept-failed",
	          LOG_S("listen", local->sun_family == AF_UNIX ? local->sun_path
	                                                       : address_print(&l->at, at)),
	          LOG_S("reason", strerror(error)));
	timer_set(l->retry, loop_now(l->loop) + RETRY_MS);
	may_accept(l);
}

static void on_connection(evutil_socket_t listening, short what, void *arg)
{
	struct listener *l = arg;
	struct address from;
	int fd;

	(void)what;
	l->in_callback = true;
	for (int i = 0; i < ACCEPTS_MAX && !l->freed && !l->paused; i++) {
		memset(&from, 0, sizeof from);
		from.len = sizeof from.ss;
		fd = accept4(listening, (struct sockaddr *)&from.ss, &from.len,
		             SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			l->fn(l->arg, fd, &from);
			continue;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		if (!concerns_one_connection(errno)) {
			pause_for_lack(l, errno);
			break;
		}
	}
	l->in_callback = false;
	if (l->freed)
		free(l);
}

static int open_socket(const struct address *at, struct fault *f)
{
	char text[ADDRESS_MAX];
	int family = at->ss.ss_family;
	int on = 1;
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	/* V6ONLY: so that "[::]:n" and "0.0.0.0:n" can stand side by side,
	 * whatever the machine's default is. */
	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    (family != AF_INET6 ||
	     setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
	    bind(fd, (const struct sockaddr *)&at->ss, at->len) == 0 &&
	    listen(fd, SOMAXCONN) == 0)
		return fd;
	fault_set(f, NULL, 0, 0, "cannot listen on %s: %s", address_print(at, text),
	          strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

struct listener *listener_take(struct loop *loop, int fd,
                               void (*fn)(void *arg, int fd, const struct address *from),
                               void *arg)
{
	struct listener *l = mem_zalloc(sizeof *l);

	l->loop = loop;
	l->fn = fn;
	l->arg = arg;
	l->fd = fd;
	l->at.len = sizeof l->at.ss;
	if (getsockname(fd, (struct sockaddr *)&l->at.ss, &l->at.len) != 0)
		l->at = (struct address){ .len = 0 };
	l->retry = timer_new(loop, on_retry, l);
	loop_must(event_assign(&l->ev, loop_base(loop), fd, EV_READ | EV_PERSIST,
	                       on_connection, l) == 0, "listener");
	may_accept(l);
	return l;
}

struct listener *listener_new(struct loop *loop, const struct address *at,
                              void (*fn)(void *arg, int fd, const struct address *from),
                              void *arg, struct fault *f)
{
	int fd = open_socket(at, f);

	return fd < 0 ? NULL : listener_take(loop, fd, fn, arg);
}

void listener_free(struct listener **lp)
{
	struct listener *l = *lp;

	if (l == NULL)
		return;
	*lp = NULL;
	event_del(&l->ev);
	timer_free(&l->retry);
	close(l->fd);
	if (l->in_callback)
		l->freed = true;
	else
		free(l);
}

void listener_pause(struct listener *l, bool pause)
{
	l->paused = pause;
	may_accept(l);
}

void listener_local(const struct listener *l, struct address *out)
{
	*out = l->at;
}
