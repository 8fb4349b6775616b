#include "lib/wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "lib/buf.h"
#include "lib/loop_flush.h"
#include "lib/mem.h"

/* An idle wire keeps no more than this for its next output. */
#define KEEP_MAX 2048

enum wire_state {
	DIALLING,
	OPEN,		/* writing is possible; reading until the peer's FIN */
	BROKEN,		/* a write failed; what had arrived before is still read */
	ENDED,		/* the owner was told; only wire_free() is left */
};

struct wire {
	struct flush flush;	/* first: wire_of() */
	struct loop *loop;
	struct event readable, writable;
	const struct wire_ops *ops;
	void *arg;
	struct buf out;
	struct address peer;
	int fd;
	int dial_error;		/* of connect(), at once */
	enum wire_state state;
	bool paused;
	bool full;		/* the kernel takes no more for now */
	bool finish;		/* FIN asked for */
	bool finished;		/* FIN sent */
	bool peer_finished;
	bool in_callback;
	bool freed;		/* in a callback */
};

static struct wire *wire_of(struct flush *f)
{
	return (struct wire *)(void *)f;
}

/* Each callback is the last thing its caller does: it may free the wire. */
static void leave(struct wire *w)
{
	w->in_callback = false;
	if (w->freed)
		free(w);
}

static void tell_ended(struct wire *w, enum wire_end how)
{
	w->in_callback = true;
	if (w->ops->ended != NULL)
		w->ops->ended(w->arg, how);
	leave(w);
}

static void drop_output(struct wire *w)
{
	event_del(&w->writable);
	loop_flush_cancel(w->loop, &w->flush);
	buf_free(&w->out);
}

static void die(struct wire *w, enum wire_end how)
{
	event_del(&w->readable);
	drop_output(w);
	w->state = ENDED;
	tell_ended(w, how);
}

/* --- reading --------------------------------------------------------------- */

static void may_read(struct wire *w)
{
	if (!w->paused && !w->peer_finished && (w->state == OPEN || w->state == BROKEN))
		loop_must(event_add(&w->readable, NULL) == 0, "wire");
	else
		event_del(&w->readable);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct wire *w = arg;
	char *scratch = loop_scratch(w->loop);
	/* One read a turn: who never stops sending must not starve others. */
	ssize_t n = recv(fd, scratch, LOOP_READ_MOST, 0);

	(void)what;
	if (n > 0) {
		w->in_callback = true;
		if (w->ops->bytes != NULL)
			w->ops->bytes(w->arg, (struct view){ scratch, (size_t)n });
		leave(w);
	} else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
		return;
	} else if (n < 0 || w->state == BROKEN) {
		/* The failed write took the error with it: then this looks
		 * like a FIN. */
		die(w, WIRE_RESET);
	} else {
		w->peer_finished = true;
		may_read(w);
		tell_ended(w, WIRE_PEER_CLOSED);
	}
}

/* --- writing --------------------------------------------------------------- */

/* A peer may say why, then close, while we were writing: what it said is in
 * the kernel still, and is read before the end is told. */
static void on_write_failed(struct wire *w)
{
	drop_output(w);
	w->state = BROKEN;
	if (w->paused || w->peer_finished)
		die(w, WIRE_RESET);
}

static void send_fin(struct wire *w)
{
	w->finished = true;
	/* It fails when the connection is gone, which reading will tell. */
	(void)shutdown(w->fd, SHUT_WR);
}

static void send_output(struct wire *w)
{
	struct view v = buf_view(&w->out);
	ssize_t n;

	if (v.n != 0) {
		do
			n = send(w->fd, v.p, v.n, MSG_NOSIGNAL);
		while (n < 0 && errno == EINTR);
		if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
			on_write_failed(w);
			return;
		}
		if (n > 0)
			buf_drop(&w->out, (size_t)n);
		if (buf_len(&w->out) != 0) {
			w->full = true;
			loop_must(event_add(&w->writable, NULL) == 0, "wire");
			return;
		}
		event_del(&w->writable);
		if (w->out.cap > KEEP_MAX)
			buf_free(&w->out);
	}
	if (w->finish && !w->finished)
		send_fin(w);
	if (v.n != 0 && w->ops->flushed != NULL) {
		w->in_callback = true;
		w->ops->flushed(w->arg);
		leave(w);
	}
}

static void on_flush(struct flush *f)
{
	struct wire *w = wire_of(f);

	switch (w->state) {
	case OPEN:
		send_output(w);
		break;
	case BROKEN:
		/* Nobody reads any more: then nothing but this would tell. */
		if (w->paused)
			die(w, WIRE_RESET);
		break;
	case DIALLING:
	case ENDED:
		break;
	}
}

static void want_flush(struct wire *w)
{
	if (w->state == OPEN && !w->full)
		loop_flush(w->loop, &w->flush);
}

/* --- dialling -------------------------------------------------------------- */

static enum wire_end dial_end(int error)
{
	switch (error) {
	case ECONNREFUSED:
		return WIRE_REFUSED;
	case ECONNRESET:
		return WIRE_RESET;
	default:
		return WIRE_UNREACHABLE;
	}
}

static void on_dialled(struct wire *w)
{
	int error = w->dial_error;
	socklen_t len = sizeof error;

	if (error == 0 && getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
		error = errno;
	if (error != 0) {
		die(w, dial_end(error));
		return;
	}
	event_del(&w->writable);
	w->state = OPEN;
	may_read(w);
	if (buf_len(&w->out) != 0 || w->finish)
		want_flush(w);
	w->in_callback = true;
	if (w->ops->connected != NULL)
		w->ops->connected(w->arg);
	leave(w);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct wire *w = arg;

	(void)fd, (void)what;
	if (w->state == DIALLING) {
		on_dialled(w);
		return;
	}
	/* Sent at the end of the turn, with what is written until then. */
	w->full = false;
	want_flush(w);
}

/* --- the wire -------------------------------------------------------------- */

static struct wire *wire_make(struct loop *l, int fd, const struct wire_ops *ops, void *arg)
{
	struct wire *w = mem_zalloc(sizeof *w);

	w->loop = l;
	w->fd = fd;
	w->ops = ops;
	w->arg = arg;
	w->flush.fn = on_flush;
	loop_must(event_assign(&w->readable, loop_base(l), fd, EV_READ | EV_PERSIST,
	                       on_readable, w) == 0 &&
	          event_assign(&w->writable, loop_base(l), fd, EV_WRITE | EV_PERSIST,
	                       on_writable, w) == 0, "wire");
	return w;
}

/* A small stanza must not wait for the acknowledgement of the one before.  It
 * fails for sockets that are not TCP, which do not wait either. */
static void set_nodelay(int fd)
{
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

struct wire *wire_new(struct loop *l, int fd, const struct wire_ops *ops, void *arg)
{
	struct wire *w = wire_make(l, fd, ops, arg);

	loop_must(evutil_make_socket_nonblocking(fd) == 0 &&
	          evutil_make_socket_closeonexec(fd) == 0, "descriptor");
	set_nodelay(fd);
	w->peer.len = sizeof w->peer.ss;
	if (getpeername(fd, (struct sockaddr *)&w->peer.ss, &w->peer.len) != 0)
		memset(&w->peer, 0, sizeof w->peer);	/* reset already */
	w->state = OPEN;
	may_read(w);
	return w;
}

struct wire *wire_dial(struct loop *l, const struct address *to, const struct wire_ops *ops,
                       void *arg)
{
	return wire_dial_from(l, NULL, to, ops, arg);
}

/* The port is chosen when it is known where to: many may share it. */
static bool bind_host(int fd, const struct address *from)
{
	struct address at = *from;
	int on = 1;

	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	address_set_port(&at, 0);
	return bind(fd, (const struct sockaddr *)&at.ss, at.len) == 0;
}

bool wire_may_come_from(const struct address *from, struct fault *f)
{
	int fd = socket(from->ss.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = fd >= 0 && bind_host(fd, from);
	char text[ADDRESS_MAX];

	if (!ok) {
		int error = errno;

		fault_set(f, NULL, 0, 0, "cannot call from %s: %s",
		          address_print_host(from, text), strerror(error));
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

struct wire *wire_dial_from(struct loop *l, const struct address *from,
                            const struct address *to, const struct wire_ops *ops, void *arg)
{
	int fd = socket(to->ss.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int error = fd < 0 ? errno : 0;
	struct wire *w;

	/* A family that this machine does not have is as good as no route. */
	if (fd < 0 && error != EAFNOSUPPORT)
		return NULL;
	if (fd >= 0) {
		set_nodelay(fd);
		if ((from != NULL && !bind_host(fd, from)) ||
		    (connect(fd, (const struct sockaddr *)&to->ss, to->len) != 0 &&
		     errno != EINPROGRESS && errno != EINTR))
			error = errno;
	}
	w = wire_make(l, fd, ops, arg);
	w->peer = *to;
	w->state = DIALLING;
	w->dial_error = error;
	if (error != 0)
		event_active(&w->writable, EV_WRITE, 0);
	else
		loop_must(event_add(&w->writable, NULL) == 0, "wire");
	return w;
}

void wire_set_ops(struct wire *w, const struct wire_ops *ops, void *arg)
{
	w->ops = ops;
	w->arg = arg;
}

void wire_write(struct wire *w, struct view bytes)
{
	if (bytes.n == 0 || w->finish || w->state == BROKEN || w->state == ENDED)
		return;
	buf_putv(&w->out, bytes);
	want_flush(w);
}

size_t wire_unsent(const struct wire *w)
{
	return buf_len(&w->out);
}

void wire_pause(struct wire *w, bool pause)
{
	w->paused = pause;
	may_read(w);
	if (pause && w->state == BROKEN)
		loop_flush(w->loop, &w->flush);
}

void wire_finish(struct wire *w)
{
	w->finish = true;
	want_flush(w);
}

void wire_free(struct wire **wp)
{
	struct wire *w = *wp;

	if (w == NULL)
		return;
	*wp = NULL;
	event_del(&w->readable);
	drop_output(w);
	if (w->fd >= 0)
		close(w->fd);
	if (w->in_callback)
		w->freed = true;
	else
		free(w);
}

void wire_peer(const struct wire *w, struct address *out)
{
	*out = w->peer;
}

void wire_local(const struct wire *w, struct address *out)
{
	memset(out, 0, sizeof *out);
	out->len = sizeof out->ss;
	if (w->fd < 0 || getsockname(w->fd, (struct sockaddr *)&out->ss, &out->len) != 0)
		memset(out, 0, sizeof *out);
}
