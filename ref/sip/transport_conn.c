/* One TCP or TLS connection: dialling, securing, framing, keep-alive, its end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "sip/transport_private.h"
#include "tls/proof.h"

enum state {
	OPENING,	/* TCP or TLS is being set up; what is written waits */
	OPEN,
	CLOSING,	/* finished by us; nothing is taken any more */
};

struct sip_connection {
	struct transport *t;
	uint64_t id;
	enum sip_transport kind;
	enum state state;
	struct channel *channel;
	struct sip_framer *framer;
	struct address peer;
	char *name;		/* dialled: whom the certificate must name; NULL: any trusted */
	bool dialled, trusted;
	bool stranger;		/* counted as one */
	bool pinged;		/* and no sign of life since */
	uint64_t used;		/* when something was sent, or a message or ping came */
	uint64_t opened;
	struct timer *timer;
	struct buf waiting;
	enum cause cause;	/* why it was given up by us */
};

/* --- the end ------------------------------------------------------------------- */

static void forget(struct sip_connection *c)
{
	char mem[CONNECTION_KEY_MAX];
	struct view key;

	if (!c->dialled)
		return;
	key = connection_key(c->kind, &c->peer, c->name, mem);
	if (map_get(c->t->dialled, key) == c)
		map_remove(c->t->dialled, key);
}

static void deferred_close(void *arg);

static void is_known(struct sip_connection *c)
{
	if (c->stranger)
		strangers_go(c->t->strangers, &c->peer);
	c->stranger = false;
}

void connection_free(struct sip_connection *c)
{
	forget(c);
	is_known(c);
	ids_remove(c->t->connections, c->id);
	loop_defer_cancel(c->t->loop, deferred_close, c);
	channel_free(&c->channel);
	sip_framer_free(&c->framer);
	timer_free(&c->timer);
	buf_free(&c->waiting);
	free(c->name);
	free(c);
}

static void close_now(struct sip_connection *c, enum cause cause, const char *words)
{
	struct transport *t = c->t;
	uint64_t id = c->id;
	char at[ADDRESS_MAX];

	log_event(cause == CAUSE_PEER_CLOSED || cause == CAUSE_IDLE ? LOG_DEBUG : LOG_INFO,
	          "sip-connection-closed", LOG_N("connection", id),
	          LOG_S("transport", sip_transport_name(c->kind)),
	          LOG_S("peer", address_print(&c->peer, at)), LOG_S("cause", cause_label(cause)),
	          LOG_S("words", words != NULL ? words : ""));
	connection_free(c);
	t->ops->closed(t->arg, id, cause);
}

static void deferred_close(void *arg)
{
	struct sip_connection *c = arg;

	close_now(c, c->cause, NULL);
}

/* For calls from outside, which must not be called back. */
static void give_up(struct sip_connection *c, enum cause cause)
{
	c->state = CLOSING;
	c->cause = cause;
	forget(c);
	loop_defer(c->t->loop, deferred_close, c);
}

/* --- time ---------------------------------------------------------------------- */

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When something has to be done if nothing happens until then. */
static uint64_t next_time(const struct sip_connection *c)
{
	const struct transport_settings *s = &c->t->s;
	uint64_t idle = c->used + s->idle_timeout;

	if (c->state != OPEN)
		return c->opened + s->connect_timeout;
	if (c->pinged)
		return c->used + s->pong_wait;
	return c->dialled && s->ping_interval != 0 ? least(idle, c->used + s->ping_interval) : idle;
}

static void on_time(void *arg)
{
	struct sip_connection *c = arg;
	const struct transport_settings *s = &c->t->s;
	uint64_t now = loop_now(c->t->loop);

	if (now < next_time(c)) {
		/* It was used in the meantime; the timer is not moved each time. */
	} else if (c->state == OPENING) {
		close_now(c, CAUSE_SIP_TRANSPORT, "not connected in time");
		return;
	} else if (c->state == CLOSING) {
		close_now(c, c->cause, NULL);
		return;
	} else if (c->pinged) {		/* RFC 5626 4.4.1: the flow has failed */
		close_now(c, CAUSE_PEER_UNRESPONSIVE, "no pong");
		return;
	} else if (c->dialled && s->ping_interval != 0) {
		channel_write(c->channel, VIEW("\r\n\r\n"));
		c->pinged = true;
		c->used = now;
	} else {
		close_now(c, CAUSE_IDLE, NULL);
		return;
	}
	timer_set(c->timer, next_time(c));
}

/* Attack: a stranger who keeps his seat by a ping now and then; his time runs from the
 * moment he came. */
static void is_used(struct sip_connection *c)
{
	if (!c->stranger)
		c->used = loop_now(c->t->loop);
}

/* --- bytes --------------------------------------------------------------------- */

static void flow_of(const struct sip_connection *c, struct sip_flow *out)
{
	*out = (struct sip_flow){ .transport = c->kind, .connection = c->id, .peer = c->peer };
}

/* A frame's bytes are lent by the framer, which dies with the connection: it is
 * looked up anew after each. */
static void on_bytes(void *arg, struct view plain)
{
	struct sip_connection *c = arg;
	struct transport *t = c->t;
	uint64_t id = c->id;
	struct sip_frame frame;
	struct sip_flow flow;

	flow_of(c, &flow);
	sip_feed(c->framer, plain);
	while (c != NULL && c->state != CLOSING) {
		sip_frame_next(c->framer, &frame);
		switch (frame.kind) {
		case SIP_FRAME_MORE:
			return;
		case SIP_FRAME_MESSAGE:
			c->pinged = false;
			is_used(c);
			t->ops->message(t->arg, frame.bytes, &flow);
			break;
		case SIP_FRAME_PONG:
			c->pinged = false;
			break;
		case SIP_FRAME_PING:
			is_used(c);
			channel_write(c->channel, VIEW("\r\n"));
			break;
		case SIP_FRAME_BROKEN:
			if (frame.bytes.n != 0 && t->ops->broken != NULL)
				t->ops->broken(t->arg, frame.bytes, frame.status, frame.words, &flow);
			if ((c = ids_get(t->connections, id)) != NULL) {
				c->cause = CAUSE_BAD_REQUEST;
				connection_finish(c);
			}
			return;
		}
		c = ids_get(t->connections, id);
	}
}

static void open_now(struct sip_connection *c)
{
	char at[ADDRESS_MAX];

	c->state = OPEN;
	is_used(c);
	log_event(LOG_DEBUG, "sip-connection-open", LOG_N("connection", c->id),
	          LOG_S("transport", sip_transport_name(c->kind)),
	          LOG_S("peer", address_print(&c->peer, at)),
	          LOG_S("direction", c->dialled ? "out" : "in"),
	          LOG_S("trusted", c->trusted ? "yes" : "no"));
	channel_write(c->channel, buf_view(&c->waiting));
	buf_free(&c->waiting);
	timer_set(c->timer, next_time(c));
	if (c->dialled && c->t->ops->opened != NULL)
		c->t->ops->opened(c->t->arg, c->id);
}

/* --- who is there ---------------------------------------------------------------- */

static void on_secured(void *arg)
{
	struct sip_connection *c = arg;
	const struct transport *t = c->t;
	const struct tls_session *tls = channel_tls(c->channel);
	const X509 *leaf = tls_session_peer(tls);
	enum cause chain = tls_session_chain(tls), cause;
	struct buf names = { 0 };

	c->trusted = transport_tls_cause(leaf, chain, NULL, t->trusted, t->s.n_trusted) == CAUSE_NONE;
	if (c->trusted)
		is_known(c);
	cause = c->dialled ? transport_tls_cause(leaf, chain, c->name, t->trusted, t->s.n_trusted) :
	                     CAUSE_NONE;	/* who calls is judged request by request */
	if (cause == CAUSE_NONE) {
		open_now(c);
		return;
	}
	if (leaf != NULL)
		cert_describe(leaf, &names);
	close_now(c, cause, buf_cstr(&names));
	buf_free(&names);
}

static void on_connected(void *arg)
{
	struct sip_connection *c = arg;

	if (c->kind == SIP_TLS)
		channel_start_tls(c->channel, c->t->s.client, TLS_CLIENT, c->name);
	else
		open_now(c);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct sip_connection *c = arg;

	close_now(c, c->state == CLOSING ? c->cause :
	             c->state == OPENING && cause == CAUSE_PEER_CLOSED ? CAUSE_SIP_TRANSPORT : cause,
	          words);
}

/* --- the beginning ---------------------------------------------------------------- */

static const struct channel_ops channel_ops = {
	.connected = on_connected, .secured = on_secured, .bytes = on_bytes, .ended = on_ended,
};

static struct sip_connection *make(struct transport *t, enum sip_transport kind,
                                   const struct address *peer)
{
	struct sip_connection *c = mem_zalloc(sizeof *c);
	struct sip_limits limits = sip_limits_default;

	if (t->s.max_message != 0)
		limits.body = t->s.max_message;
	c->t = t;
	c->kind = kind;
	c->peer = *peer;
	c->cause = CAUSE_SYSTEM_SHUTDOWN;
	c->framer = sip_framer_new(&limits);
	c->timer = timer_new(t->loop, on_time, c);
	c->opened = c->used = loop_now(t->loop);
	c->id = ids_add(t->connections, c);
	return c;
}

void connection_accept(struct transport *t, enum sip_transport kind, int fd,
                       const struct address *from, bool trusted)
{
	struct sip_connection *c = make(t, kind, from);

	c->trusted = trusted;
	c->stranger = !trusted;
	if (c->stranger)
		strangers_come(t->strangers, from);
	c->channel = channel_accept(t->loop, fd, &channel_ops, c);
	if (kind == SIP_TLS) {
		channel_start_tls(c->channel, t->s.server, TLS_SERVER, NULL);
		timer_set(c->timer, next_time(c));
	} else {
		open_now(c);
	}
}

struct sip_connection *connection_dial(struct transport *t, enum sip_transport kind,
                                       const struct address *peer, const char *name)
{
	struct sip_connection *c = make(t, kind, peer);
	char key[CONNECTION_KEY_MAX];

	c->dialled = true;
	c->name = name != NULL ? mem_strdup(name) : NULL;
	c->trusted = kind != SIP_TLS &&
	             transport_address_trusted(t->trusted, t->s.n_trusted, peer);
	c->channel = channel_dial_from(t->loop, transport_source(t, kind, peer), peer,
	                               &channel_ops, c);
	if (c->channel == NULL) {
		connection_free(c);
		return NULL;
	}
	map_put(t->dialled, connection_key(kind, peer, name, key), c);
	timer_set(c->timer, next_time(c));
	return c;
}

uint64_t connection_id(const struct sip_connection *c)
{
	return c->id;
}

bool connection_is_usable(const struct sip_connection *c)
{
	return c->state != CLOSING;
}

bool connection_is_open(const struct sip_connection *c)
{
	return c->state == OPEN;
}

void connection_look(const struct sip_connection *c, struct transport_look *out)
{
	*out = (struct transport_look){
		.connection = c->id,
		.transport = c->kind,
		.peer = c->peer,
		.name = c->name,
		.dialled = c->dialled,
		.trusted = c->trusted,
		.open = c->state == OPEN,
		.idle_ms = loop_now(c->t->loop) - c->used,
		.unsent = c->state == OPENING ? buf_len(&c->waiting) : channel_unsent(c->channel),
	};
}

bool connection_is_trusted(const struct sip_connection *c)
{
	return c->trusted;
}

enum cause connection_distrust(const struct sip_connection *c, struct buf *names)
{
	const struct tls_session *tls = channel_tls(c->channel);
	const X509 *leaf = tls_session_peer(tls);

	if (leaf != NULL)
		cert_describe(leaf, names);
	return transport_tls_cause(leaf, tls_session_chain(tls), NULL, c->t->trusted,
	                           c->t->s.n_trusted);
}

bool connection_write(struct sip_connection *c, struct view bytes)
{
	size_t unsent = c->state == OPENING ? buf_len(&c->waiting) : channel_unsent(c->channel);

	if (c->state == CLOSING)
		return false;
	if (unsent + bytes.n > TRANSPORT_UNSENT_MAX) {
		give_up(c, CAUSE_SEND_BACKLOG);
		return false;
	}
	if (c->state == OPENING) {
		buf_putv(&c->waiting, bytes);
	} else {
		is_used(c);
		channel_write(c->channel, bytes);
	}
	return true;
}

/* What was written goes out; a peer that does not end its side is given as long
 * as one that does not connect. */
void connection_finish(struct sip_connection *c)
{
	if (c->state == OPENING) {
		give_up(c, c->cause);
		return;
	}
	if (c->state == CLOSING)
		return;
	c->state = CLOSING;
	forget(c);
	channel_finish(c->channel);
	c->opened = loop_now(c->t->loop);
	timer_set(c->timer, next_time(c));
}

void connection_abandon(struct sip_connection *c)
{
	if (c->state == OPENING && buf_len(&c->waiting) == 0)
		give_up(c, CAUSE_IDLE);
}
