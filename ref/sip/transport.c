#include "sip/transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "sip/transport_private.h"

#define PONG_WAIT       10000
#define CONNECT_TIMEOUT 5000
#define IDLE_TIMEOUT    600000

/* --- who is there ------------------------------------------------------------------ */

bool transport_is_trusted(const struct transport *t, const struct sip_flow *flow)
{
	const struct sip_connection *c;

	if (flow->transport == SIP_UDP)
		return transport_address_trusted(t->trusted, t->s.n_trusted, &flow->peer);
	c = ids_get(t->connections, flow->connection);
	return c != NULL && connection_is_trusted(c);
}

enum cause transport_distrust(const struct transport *t, const struct sip_flow *flow,
                              struct buf *names)
{
	const struct sip_connection *c = ids_get(t->connections, flow->connection);

	if (transport_is_trusted(t, flow))
		return CAUSE_NONE;
	return flow->transport == SIP_TLS && c != NULL ? connection_distrust(c, names)
	                                               : CAUSE_SIP_UNTRUSTED;
}

/* --- what comes --------------------------------------------------------------------- */

/* RFC 5626 4.4.1 has no CRLF over UDP, but some send it; it says nothing. */
static bool is_keepalive(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] != '\r' && v.p[i] != '\n' && v.p[i] != '\0')
			return false;
	return v.n <= 4;
}

static void on_datagram(void *arg, struct view bytes, const struct address *from)
{
	struct socket_at *s = arg;
	struct transport *t = s->transport;
	struct sip_flow flow = { .transport = SIP_UDP, .connection = s->number, .peer = *from };

	if (!is_keepalive(bytes))
		t->ops->message(t->arg, bytes, &flow);
}

static void on_unreachable(void *arg, const struct address *to)
{
	struct transport *t = ((struct socket_at *)arg)->transport;

	t->ops->unreachable(t->arg, to);
}

static void on_accept(void *arg, int fd, const struct address *from)
{
	struct socket_at *s = arg;
	struct transport *t = s->transport;
	char at[ADDRESS_MAX];
	bool trusted;

	/* RFC 5922 7.4: TLS tells it behind the handshake. */
	trusted = s->kind == SIP_TCP &&
	          transport_address_trusted(t->trusted, t->s.n_trusted, from);
	if (t->draining || ids_count(t->connections) >= t->s.max_connections ||
	    (!trusted && !strangers_take(strangers_count(t->strangers),
	                                 strangers_of(t->strangers, from),
	                                 t->s.max_connections))) {
		log_event(LOG_WARN, "sip-connection-refused", LOG_S("peer", address_print(from, at)),
		          LOG_S("cause", cause_label(CAUSE_TOO_MANY_CONNECTIONS)));
		close(fd);
		return;
	}
	connection_accept(t, s->kind, fd, from, trusted);
}

/* --- what goes ---------------------------------------------------------------------- */

struct view connection_key(enum sip_transport kind, const struct address *peer,
                           const char *name, char out[CONNECTION_KEY_MAX])
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&peer->ss;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&peer->ss;
	bool six = peer->ss.ss_family == AF_INET6;
	size_t host = six ? sizeof v6->sin6_addr : sizeof v4->sin_addr;
	in_port_t port = six ? v6->sin6_port : v4->sin_port;
	size_t named = kind == SIP_TLS && name != NULL ? strlen(name) : 0, n = 2;

	out[0] = (char)kind;
	out[1] = (char)host;
	memcpy(out + n, six ? (const void *)&v6->sin6_addr : &v4->sin_addr, host);
	n += host;
	memcpy(out + n, &port, sizeof port);
	n += sizeof port;
	if (named > CONNECTION_KEY_MAX - n)
		named = CONNECTION_KEY_MAX - n; /* no name of DNS is as long */
	memcpy(out + n, named != 0 ? name : "", named);
	return (struct view){ out, n + named };
}

static bool is_of(const struct address *a, const char *v4, const char *v6)
{
	struct address other;

	address_parse(view_of(a->ss.ss_family == AF_INET ? v4 : v6), &other);
	return address_same_host(a, &other);
}

/* From a wildcard nobody can call; from the loopback nobody can call the world. */
static bool can_call(const struct address *own, const struct address *peer)
{
	return own->ss.ss_family == peer->ss.ss_family && !is_of(own, "0.0.0.0:0", "[::]:0") &&
	       (!is_of(own, "127.0.0.1:0", "[::1]:0") || is_of(peer, "127.0.0.1:0", "[::1]:0"));
}

const struct address *transport_source(const struct transport *t, enum sip_transport kind,
                                       const struct address *peer)
{
	for (size_t i = 0; i < t->n_sockets; i++)
		if (t->socket[i].kind == kind && can_call(&t->socket[i].at, peer))
			return &t->socket[i].at;
	return NULL;
}

static struct sip_connection *connect_to(struct transport *t, enum sip_transport kind,
                                         const struct address *peer, const char *name)
{
	char key[CONNECTION_KEY_MAX];
	struct sip_connection *c;

	if (kind == SIP_TLS && t->s.client == NULL)
		return NULL;
	c = map_get(t->dialled, connection_key(kind, peer, name, key));
	if (c != NULL)
		return c;
	if (t->draining || ids_count(t->connections) >= t->s.max_connections)
		return NULL;
	return connection_dial(t, kind, peer, name);
}

uint64_t transport_connect(struct transport *t, enum sip_transport kind,
                           const struct address *peer, const char *name)
{
	struct sip_connection *c = kind != SIP_UDP ? connect_to(t, kind, peer, name) : NULL;

	return c != NULL ? connection_id(c) : 0;
}

bool transport_is_open(const struct transport *t, uint64_t connection)
{
	const struct sip_connection *c = ids_get(t->connections, connection);

	return c != NULL && connection_is_open(c);
}

bool transport_has_open(const struct transport *t, enum sip_transport kind,
                        const struct address *peer, const char *name)
{
	char key[CONNECTION_KEY_MAX];
	const struct sip_connection *c = map_get(t->dialled, connection_key(kind, peer, name, key));

	return c != NULL && connection_is_open(c);
}

void transport_abandon(struct transport *t, uint64_t connection)
{
	struct sip_connection *c = ids_get(t->connections, connection);

	if (c != NULL)
		connection_abandon(c);
}

static struct udp *udp_for(const struct transport *t, const struct sip_flow *flow)
{
	for (size_t i = 0; i < t->n_sockets; i++)
		if (t->socket[i].udp != NULL &&
		    (flow->connection != 0 ? t->socket[i].number == flow->connection :
		     t->socket[i].at.ss.ss_family == flow->peer.ss.ss_family))
			return t->socket[i].udp;
	return NULL;
}

bool transport_send(struct transport *t, const struct sip_flow *flow, struct view bytes)
{
	struct sip_connection *c;
	struct udp *udp;

	if (flow->transport == SIP_UDP) {
		udp = udp_for(t, flow);
		return udp != NULL && udp_send(udp, &flow->peer, bytes);
	}
	c = ids_get(t->connections, flow->connection);
	if (c == NULL || !connection_is_usable(c))
		c = connect_to(t, flow->transport, &flow->peer, NULL);
	return c != NULL && connection_write(c, bytes);
}

/* --- the whole ---------------------------------------------------------------------- */

static bool blame(const struct transport_listen *l, struct fault *f)
{
	f->line = l->line;
	f->column = l->column;
	return false;
}

static bool open_socket(struct transport *t, struct socket_at *s,
                        const struct transport_listen *l, struct fault *f)
{
	static const struct udp_ops udp_ops = { on_datagram, on_unreachable };

	s->transport = t;
	s->kind = l->transport;
	s->number = (uint64_t)(s - t->socket) + 1;
	if (l->transport == SIP_UDP) {
		s->udp = udp_new(t->loop, &l->at, &udp_ops, s, f);
		if (s->udp != NULL)
			udp_local(s->udp, &s->at);
		return s->udp != NULL || blame(l, f);
	}
	if (l->transport == SIP_TLS && t->s.server == NULL)
		return fault_set(f, NULL, 0, 0, "TLS needs a certificate");
	s->listener = listener_new(t->loop, &l->at, on_accept, s, f);
	if (s->listener != NULL)
		listener_local(s->listener, &s->at);
	return s->listener != NULL || blame(l, f);
}

static uint64_t or_default(uint64_t value, uint64_t standard)
{
	return value != 0 ? value : standard;
}

struct transport *transport_new(struct loop *l, const struct transport_settings *s,
                                const struct transport_ops *ops, void *arg, struct fault *f)
{
	struct transport *t = mem_zalloc(sizeof *t);

	t->loop = l;
	t->s = *s;
	t->s.pong_wait = or_default(s->pong_wait, PONG_WAIT);
	t->s.connect_timeout = or_default(s->connect_timeout, CONNECT_TIMEOUT);
	t->s.idle_timeout = or_default(s->idle_timeout, IDLE_TIMEOUT);
	t->s.max_connections = or_default(s->max_connections, TRANSPORT_CONNECTIONS_MAX);
	t->trusted = mem_array(s->n_trusted + 1, sizeof *t->trusted);
	for (size_t i = 0; i < s->n_trusted; i++)
		t->trusted[i] = (struct view){ view_dup(s->trusted[i]), s->trusted[i].n };
	t->ops = ops;
	t->arg = arg;
	t->connections = ids_new();
	t->dialled = map_new();
	t->strangers = strangers_new();
	t->socket = mem_array(s->n_listen + 1, sizeof *t->socket);
	for (; t->n_sockets < s->n_listen; t->n_sockets++)
		if (!open_socket(t, &t->socket[t->n_sockets], &s->listen[t->n_sockets], f)) {
			transport_free(&t);
			return NULL;
		}
	return t;
}

void transport_free(struct transport **tp)
{
	struct transport *t = *tp;
	size_t pos = 0;
	uint64_t id;
	void *c;

	if (t == NULL)
		return;
	*tp = NULL;
	while (ids_next(t->connections, &pos, &id, &c))
		connection_free(c);
	for (size_t i = 0; i < t->n_sockets; i++) {
		listener_free(&t->socket[i].listener);
		udp_free(&t->socket[i].udp);
	}
	for (size_t i = 0; i < t->s.n_trusted; i++)
		free((char *)(uintptr_t)t->trusted[i].p);
	free(t->trusted);
	free(t->socket);
	ids_free(&t->connections);
	map_free(&t->dialled);
	strangers_free(&t->strangers);
	free(t);
}

void transport_renew(struct transport *t, struct tls_context *server,
                     struct tls_context *client)
{
	t->s.server = server;
	t->s.client = client;
}

void transport_local(const struct transport *t, size_t n, struct address *out)
{
	*out = t->socket[n].at;
}

void transport_look(const struct transport *t,
                    void (*fn)(void *arg, const struct transport_look *c), void *arg)
{
	struct transport_look look;
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(t->connections, &pos, &id, &value)) {
		connection_look(value, &look);
		fn(arg, &look);
	}
}

size_t transport_connections(const struct transport *t)
{
	return ids_count(t->connections);
}

void transport_drain(struct transport *t)
{
	size_t pos = 0;
	uint64_t id;
	void *c;

	t->draining = true;
	for (size_t i = 0; i < t->n_sockets; i++)
		listener_free(&t->socket[i].listener);
	while (ids_next(t->connections, &pos, &id, &c))
		connection_finish(c);
}
