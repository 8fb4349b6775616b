#include "cast/conn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "cast/split.h"
#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/wire.h"

struct conn {
	struct loop *loop;
	const struct conn_ops *ops;
	void *arg;
	struct event *dialling; /* NULL: connected, or over */
	int dial_error;         /* of connect(), at once */
	int fd;                 /* the wire's; or our own while dialling */
	struct wire *wire;      /* NULL: dialling, or over */
	struct split *split;
	struct secure *secure;
	bool datagrams; /* fd is the caller's */
	bool secured, tls_over;
	bool notified; /* by close_notify */
	bool ended; /* was told */
	bool finishing, reading_stopped;
	struct buf waiting; /* for the connection or the handshake */
	struct buf slow;    /* one byte a segment */
	struct address local, peer;
};

/* --- the end ----------------------------------------------------------------------------- */

static void unit_of_rest(struct conn *c)
{
	struct view rest = split_rest(c->split);

	if (rest.n != 0)
		c->ops->unit(c->arg, UNIT_RAW, rest, c->secured);
}

static void tell_ended(struct conn *c, const char *how)
{
	if (c->ended)
		return;
	c->ended = true;
	unit_of_rest(c);
	c->ops->ended(c->arg, how);
}

/* --- units ------------------------------------------------------------------------------- */

static void secure_bytes(struct conn *c, struct view bytes);

static void hand_up(struct conn *c)
{
	bool clear = c->secure == NULL;
	enum event_unit unit;
	struct view text;

	while (c->wire != NULL && split_next(c->split, &unit, &text)) {
		c->ops->unit(c->arg, unit, text, c->secured);
		/* The receiver of that unit has asked for TLS: the clear text
		 * is over. */
		if (clear && c->secure != NULL)
			return;
	}
}

static void secured(struct conn *c)
{
	struct buf waiting = c->waiting;

	c->secured = true;
	c->waiting = (struct buf){ 0 };
	c->ops->secured(c->arg);
	if (c->wire != NULL)
		conn_send(c, buf_view(&waiting));
	buf_free(&waiting);
}

static void secure_bytes(struct conn *c, struct view bytes)
{
	struct buf plain = { 0 }, out = { 0 };
	enum secure_state state;

	if (c->tls_over)
		return;
	state = secure_take(c->secure, bytes, &plain, &out);
	if (c->wire != NULL)
		wire_write(c->wire, buf_view(&out));
	buf_free(&out);
	c->notified = c->notified || state == SECURE_CLOSED;
	if (!c->secured && (state == SECURE_OPEN || state == SECURE_CLOSED))
		secured(c);
	split_feed(c->split, buf_view(&plain));
	buf_free(&plain);
	hand_up(c);
	if (state == SECURE_FAILED) {
		c->tls_over = true;
		tell_ended(c, "tls-failed");
		if (c->wire != NULL)
			wire_finish(c->wire); /* behind our alert */
	}
}

static void on_bytes(void *arg, struct view bytes)
{
	struct conn *c = arg;

	if (c->secure != NULL) {
		secure_bytes(c, bytes);
	} else {
		split_feed(c->split, bytes);
		hand_up(c);
	}
}

static void on_ended(void *arg, enum wire_end how)
{
	struct conn *c = arg;

	if (how != WIRE_PEER_CLOSED)
		wire_free(&c->wire);
	if (c->secure != NULL && !c->secured)
		tell_ended(c, "tls-failed");
	else
		tell_ended(c, how == WIRE_PEER_CLOSED ? "fin"
		              : how == WIRE_RESET     ? "reset"
		                                      : "refused");
}

/* --- sending ------------------------------------------------------------------------------ */

static void put(struct conn *c, struct view bytes)
{
	struct buf out = { 0 };

	if (c->secure == NULL) {
		wire_write(c->wire, bytes);
	} else if (!c->tls_over) {
		secure_put(c->secure, bytes, &out);
		wire_write(c->wire, buf_view(&out));
		buf_free(&out);
	}
}

bool conn_ask_for_keys(struct conn *c, unsigned n)
{
	struct buf out = { 0 };
	bool ok = c->secure != NULL && !c->tls_over && secure_ask_for_keys(c->secure, n, &out);

	wire_write(c->wire, buf_view(&out));
	buf_free(&out);
	return ok;
}

bool conn_renegotiate(struct conn *c)
{
	struct buf out = { 0 };
	bool ok = c->secure != NULL && !c->tls_over && secure_renegotiate(c->secure, &out);

	wire_write(c->wire, buf_view(&out));
	buf_free(&out);
	return ok;
}

static void finish_now(struct conn *c)
{
	struct buf out = { 0 };

	if (c->secure != NULL) {
		secure_close(c->secure, &out);
		wire_write(c->wire, buf_view(&out));
		buf_free(&out);
	}
	wire_finish(c->wire);
}

static void on_flushed(void *arg)
{
	struct conn *c = arg;

	if (buf_len(&c->slow) != 0) {
		put(c, (struct view){ buf_view(&c->slow).p, 1 });
		buf_drop(&c->slow, 1);
		if (buf_len(&c->slow) == 0 && c->finishing)
			finish_now(c);
	}
}

static const struct wire_ops ops = {
	.bytes = on_bytes,
	.flushed = on_flushed,
	.ended = on_ended,
};

static bool must_wait(const struct conn *c)
{
	return !c->datagrams && (c->wire == NULL || (c->secure != NULL && !c->secured));
}

static void put_datagram(struct conn *c, struct view bytes)
{
	/* A datagram that the kernel will not take is lost, as on any network. */
	(void)!sendto(c->fd, bytes.p, bytes.n, MSG_NOSIGNAL,
	              (const struct sockaddr *)&c->peer.ss, c->peer.len);
}

bool conn_can_send(const struct conn *c)
{
	return (c->wire != NULL || c->dialling != NULL || c->datagrams) && !c->finishing &&
	       !c->tls_over;
}

void conn_send(struct conn *c, struct view bytes)
{
	if (bytes.n == 0 || !conn_can_send(c))
		return;
	if (c->datagrams)
		put_datagram(c, bytes);
	else if (must_wait(c))
		buf_putv(&c->waiting, bytes);
	else if (buf_len(&c->slow) != 0)
		buf_putv(&c->slow, bytes);
	else
		put(c, bytes);
}

void conn_send_slowly(struct conn *c, struct view bytes)
{
	if (bytes.n == 0 || !conn_can_send(c) || must_wait(c) || c->datagrams)
		return;
	buf_putv(&c->slow, bytes);
	if (wire_unsent(c->wire) == 0)
		on_flushed(c);
}

bool conn_has_sent(const struct conn *c)
{
	if (c->datagrams)
		return true;
	return c->wire == NULL ? c->dialling == NULL
	                       : buf_len(&c->slow) == 0 && buf_len(&c->waiting) == 0 &&
	                                 wire_unsent(c->wire) == 0;
}

void conn_finish(struct conn *c)
{
	if (c->datagrams)
		c->finishing = true;
	if (c->wire == NULL || c->finishing)
		return;
	c->finishing = true;
	if (buf_len(&c->slow) == 0)
		finish_now(c);
}

void conn_drop(struct conn *c)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (c->datagrams)
		c->finishing = true;
	/* Where that fails it is a FIN: the connection is over before us. */
	if (c->wire != NULL)
		(void)setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	wire_free(&c->wire);
}

void conn_stop_reading(struct conn *c)
{
	c->reading_stopped = true;
	if (c->wire != NULL)
		wire_pause(c->wire, true);
}

/* --- TLS ------------------------------------------------------------------------------------ */

bool conn_secure(struct conn *c, const struct secure_settings *set, struct fault *f)
{
	struct buf early = { 0 };

	if (c->wire == NULL || c->secure != NULL)
		return fault_set(f, NULL, 0, 0,
		                 c->wire == NULL ? "the connection is over"
		                                 : "the connection has TLS already");
	c->secure = secure_new(set, f);
	if (c->secure == NULL)
		return false;
	buf_putv(&early, split_rest(c->split));
	secure_bytes(c, buf_view(&early));
	buf_free(&early);
	return true;
}

const struct secure *conn_session(const struct conn *c)
{
	return c->secure;
}

bool conn_is_secure(const struct conn *c)
{
	return c->secured;
}

bool conn_was_notified(const struct conn *c)
{
	return c->notified;
}

/* --- making them ------------------------------------------------------------------------------ */

static struct conn *make(struct loop *l, const struct conn_ops *o, void *arg)
{
	struct conn *c = mem_zalloc(sizeof *c);

	c->loop = l;
	c->ops = o;
	c->arg = arg;
	c->fd = -1;
	c->split = split_new();
	return c;
}

static void take_fd(struct conn *c, int fd)
{
	c->fd = fd;
	c->wire = wire_new(c->loop, fd, &ops, c);
	wire_local(c->wire, &c->local);
	wire_peer(c->wire, &c->peer);
	if (c->reading_stopped)
		wire_pause(c->wire, true);
}

struct conn *conn_new(struct loop *l, int fd, const struct conn_ops *o, void *arg)
{
	struct conn *c = make(l, o, arg);

	take_fd(c, fd);
	return c;
}

struct conn *conn_datagrams(struct loop *l, int fd, const struct address *peer,
                            const struct conn_ops *o, void *arg)
{
	struct conn *c = make(l, o, arg);

	c->fd = fd;
	c->datagrams = true;
	c->peer = *peer;
	c->local.len = sizeof c->local.ss;
	if (getsockname(fd, (struct sockaddr *)&c->local.ss, &c->local.len) != 0)
		c->local.len = 0;
	return c;
}

/* One datagram is one message, or nothing but line ends. */
void conn_take_datagram(struct conn *c, struct view bytes)
{
	bool empty = view_trim(bytes).n == 0;

	c->ops->unit(c->arg, empty ? UNIT_SPACE : UNIT_SIP, bytes, false);
}

void conn_speak_sip(struct conn *c)
{
	split_speak_sip(c->split);
}

bool conn_is_datagrams(const struct conn *c)
{
	return c->datagrams;
}

static void on_dialled(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;
	struct buf waiting = c->waiting;
	socklen_t n = sizeof(int);
	int error = c->dial_error;

	(void)what;
	event_free(c->dialling);
	c->dialling = NULL;
	if (error == 0 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &n) != 0)
		error = errno;
	if (error != 0) {
		close(fd);
		tell_ended(c, error == ECONNRESET ? "reset" : "refused");
		return;
	}
	take_fd(c, fd);
	c->waiting = (struct buf){ 0 };
	c->ops->connected(c->arg);
	conn_send(c, buf_view(&waiting));
	buf_free(&waiting);
}

struct conn *conn_dial(struct loop *l, const struct address *from, const struct address *to,
                       const struct conn_ops *o, void *arg, struct fault *f)
{
	int fd = socket(to->ss.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct address any;
	struct conn *c;

	if (fd < 0) {
		fault_set(f, NULL, 0, 0, "no socket: %s", strerror(errno));
		return NULL;
	}
	if (from != NULL) {
		any = *from;
		address_set_port(&any, 0);
		if (bind(fd, (const struct sockaddr *)&any.ss, any.len) != 0) {
			fault_set(f, NULL, 0, 0, "cannot dial from this address: %s",
			          strerror(errno));
			close(fd);
			return NULL;
		}
	}
	c = make(l, o, arg);
	c->fd = fd;
	c->peer = *to;
	c->dialling = event_new(loop_base(l), fd, EV_WRITE, on_dialled, c);
	if (connect(fd, (const struct sockaddr *)&to->ss, to->len) != 0 &&
	    errno != EINPROGRESS && errno != EINTR)
		c->dial_error = errno;
	if (c->dial_error != 0)
		event_active(c->dialling, EV_WRITE, 0);
	else if (event_add(c->dialling, NULL) != 0)
		abort();
	return c;
}

void conn_free(struct conn **cp)
{
	struct conn *c = *cp;

	if (c == NULL)
		return;
	*cp = NULL;
	if (c->dialling != NULL) {
		event_free(c->dialling);
		close(c->fd);
	}
	wire_free(&c->wire);
	split_free(&c->split);
	secure_free(&c->secure);
	buf_free(&c->waiting);
	buf_free(&c->slow);
	free(c);
}

void conn_local(const struct conn *c, struct address *out)
{
	*out = c->local;
}

void conn_peer(const struct conn *c, struct address *out)
{
	*out = c->peer;
}
