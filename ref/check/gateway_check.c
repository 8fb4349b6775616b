#include "check/gateway_check.h"

#include <stdio.h>
#include <stdlib.h>

#include "check/gateway_check_private.h"
#include "gateway/front_end.h"
#include "lib/mem.h"
#include "sip/message.h"
#include "sip/next_hop.h"
#include "xmpp/conn.h"

struct gateway_check {
	struct check_walk walk;
	struct gateway *gateway;
	uint64_t id;
	size_t at; /* of the addresses, edges or attempts of the step */
	struct conn_set *conns;
	struct conn *conn;

	struct resolver *resolver;
	bool looking;
	struct location where; /* of the next hop */
	size_t streams, reached, datagrams;
	struct buf found;
};

static void advance(void *arg);

static void next(struct gateway_check *c, enum check_step step)
{
	if (c->walk.step != step)
		c->at = 0;
	c->walk.step = step;
	loop_defer(c->gateway->loop, advance, c);
}

static struct gateway_check *find(const struct gateway *g, uint64_t id, enum check_step step)
{
	struct gateway_check *c = ids_get(g->checks, id);

	return c != NULL && c->walk.step == step ? c : NULL;
}

/* --- ports ------------------------------------------------------------------------------ */

static void on_ended(void *arg, enum cause cause, const char *words);
static void on_connected(void *arg);

static void dial(struct gateway_check *c, const struct address *to, uint64_t ms)
{
	static const struct conn_ops ops = { .connected = on_connected, .ended = on_ended };

	c->conn = conn_dial(c->conns, to, &ops, c);
	check_wait(&c->walk, ms);
	if (c->conn == NULL)
		on_ended(c, CAUSE_CONNECT_FAILED, "no socket left");
}

/* As in the configuration: "tls:192.0.2.6:5061". */
static void put_transport(enum sip_transport t, const struct address *at, struct buf *out)
{
	static const char *const words[SIP_TRANSPORTS] = { [SIP_UDP] = "udp",
		                                           [SIP_TCP] = "tcp",
		                                           [SIP_TLS] = "tls" };
	char text[ADDRESS_MAX];

	buf_printf(out, "%s:%s", words[t], address_print(at, text));
}

/* Those of the settings that the sockets were made with: a reload does not move them. */
static void look_at_port(struct gateway_check *c)
{
	const struct gateway *g = c->gateway;
	const struct gateway_settings *s = g->made_with;
	const struct transport_listen *l;
	struct buf about = { 0 };
	struct address at;

	if (c->at == s->sip.n_listen) {
		next(c, CHECK_EDGE);
		return;
	}
	l = &s->sip.listen[c->at];
	gateway_sip_local(g, c->at, &at);
	put_transport(l->transport, &at, &about);
	check_about(&c->walk, buf_view(&about));
	buf_free(&about);
	if (l->transport != SIP_UDP) {
		dial(c, &at, s->sip.connect_timeout);
		return;
	}
	check_tell(&c->walk, CHECK_OK, "bound");
	c->at++;
	next(c, CHECK_LISTEN);
}

static void port_seen(struct gateway_check *c, bool connected, const char *words)
{
	check_tell(&c->walk, check_listens(connected), "%s", words);
	c->at++;
	next(c, CHECK_LISTEN);
}

/* --- the next hop ----------------------------------------------------------------------------- */

static void located(void *arg, uint64_t id, const struct location *where)
{
	struct gateway_check *c = arg;
	enum cause cause = where->cause == CAUSE_NONE && where->n == 0 ? CAUSE_DNS_NO_SERVICE
	                                                                : where->cause;

	(void)id;
	c->looking = false;
	check_came(&c->walk);
	if (cause != CAUSE_NONE) {
		check_tell(&c->walk, CHECK_AMISS, "%s: %s", cause_label(cause),
		           where->words[0] != '\0' ? where->words : cause_words(cause));
		next(c, CHECK_FRONT_END);
		return;
	}
	location_copy(&c->where, where);
	next(c, CHECK_NEXT_HOP);
}

static unsigned supported(const struct gateway_settings *s)
{
	unsigned set = 0;

	for (size_t i = 0; i < s->sip.n_listen; i++)
		set |= SIP_TRANSPORT_BIT(s->sip.listen[i].transport);
	return set;
}

static void look_up(struct gateway_check *c)
{
	const struct gateway_settings *s = c->gateway->settings;
	struct sip_uri uri;
	struct sip_hop hop;
	struct fault f = { 0 };
	char host[256];

	check_about(&c->walk, view_of(s->sip.next_hop));
	c->resolver = resolver_new(c->gateway->loop, &s->resolver, &f);
	if (c->resolver == NULL || !sip_uri_read(view_of(s->sip.next_hop), &uri, NULL) ||
	    !next_hop_of(&uri, supported(c->gateway->made_with), host, &hop)) {
		check_tell(&c->walk, CHECK_AMISS, "%s",
		           f.text != NULL ? f.text
		                          : "it wants a transport that is not in sip.listen");
		fault_free(&f);
		next(c, CHECK_FRONT_END);
		return;
	}
	c->looking = true;
	locate_sip(c->resolver, &hop, c->id, located, c);
	check_wait(&c->walk, CHECK_ROW_MS);
}

static void tell_next_hop(struct gateway_check *c)
{
	const struct gateway_settings *s = c->gateway->made_with;
	enum check_result r = check_next_hop(c->streams, c->reached, c->datagrams);
	enum check_result trust = check_next_hop_trust(&c->where, s->sip.trusted, s->sip.n_trusted);

	if (r == CHECK_OK && trust != CHECK_OK)
		check_tell_advice(&c->walk, trust,
		                  "Put the address that its requests come from into sip.trusted.",
		                  "%s: not in sip.trusted, so that its requests are refused",
		                  buf_cstr(&c->found));
	else
		check_tell(&c->walk, r, "%s", buf_cstr(&c->found));
	next(c, CHECK_FRONT_END);
}

/* Each address that DNS has led to. */
static void look_at_next_hop(struct gateway_check *c)
{
	const struct attempt *at;

	if (c->resolver == NULL) {
		look_up(c);
		return;
	}
	if (c->at == c->where.n) {
		tell_next_hop(c);
		return;
	}
	at = &c->where.attempt[c->at];
	buf_puts(&c->found, c->at != 0 ? ", " : "");
	put_transport(at->transport, &at->at, &c->found);
	if (at->transport == SIP_UDP) {
		c->datagrams++;
		c->at++;
		next(c, CHECK_NEXT_HOP);
		return;
	}
	c->streams++;
	dial(c, &at->at, c->gateway->settings->sip.connect_timeout);
}

static void hop_seen(struct gateway_check *c, bool connected, const char *words)
{
	if (connected)
		c->reached++;
	else
		buf_printf(&c->found, " (%s)", words);
	c->at++;
	next(c, CHECK_NEXT_HOP);
}

/* `words` may be the connection's. */
static void seen(struct gateway_check *c, bool connected, const char *words)
{
	check_came(&c->walk);
	if (c->walk.step == CHECK_LISTEN)
		port_seen(c, connected, words);
	else
		hop_seen(c, connected, words);
	conn_free(&c->conn);
}

static void on_connected(void *arg)
{
	seen(arg, true, "takes connections");
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	seen(arg, false, words != NULL ? words : cause_words(cause));
}

/* --- the SIP server ------------------------------------------------------------------------------ */

static void on_response(struct gateway *g, uint64_t ref, const struct sip_message *m)
{
	struct gateway_check *c = find(g, ref, CHECK_FRONT_END);

	if (c == NULL || m->status < 200)
		return;
	check_tell_advice(&c->walk, check_front_end(m->status), check_front_end_advice(m->status),
	                  "it answers %u", m->status);
	next(c, CHECK_ACCESS);
}

static void on_failed(struct gateway *g, uint64_t ref, int status, const char *words)
{
	struct gateway_check *c = find(g, ref, CHECK_FRONT_END);

	(void)status;
	if (c == NULL)
		return;
	check_tell_advice(&c->walk, check_front_end(0), check_step_advice(CHECK_NEXT_HOP),
	                  "no answer: %s", words);
	next(c, CHECK_ACCESS);
}

static void ask_front_end(struct gateway_check *c)
{
	static const struct originator originator = { on_response, on_failed };

	if (front_end_ask(c->gateway, &originator, c->id)) {
		check_wait(&c->walk, CHECK_ROW_MS);
		return;
	}
	check_tell_advice(&c->walk, CHECK_CONCERN, "Ask again when they are over.",
	                  "not asked: too many requests are under way");
	next(c, CHECK_ACCESS);
}

/* --- the walk ------------------------------------------------------------------------------------------ */

static void on_late(void *arg)
{
	struct gateway_check *c = arg;

	if (c->conn != NULL) {
		seen(c, false, "no answer in time");
	} else if (c->walk.step == CHECK_NEXT_HOP) {
		c->looking = false;
		locate_cancel(c->resolver, c->id);
		check_tell(&c->walk, CHECK_AMISS, "DNS gives no answer in time");
		next(c, CHECK_FRONT_END);
	} else if (c->walk.step == CHECK_FRONT_END) {
		check_tell_advice(&c->walk, check_front_end(0), check_step_advice(CHECK_NEXT_HOP),
		                  "no answer in %d seconds", CHECK_ROW_MS / 1000);
		next(c, CHECK_ACCESS);
	}
}

static void advance(void *arg)
{
	struct gateway_check *c = arg;

	switch (c->walk.step) {
	case CHECK_TLS:
		gateway_check_certificates(&c->walk, c->gateway);
		next(c, CHECK_LISTEN);
		break;
	case CHECK_LISTEN:
		look_at_port(c);
		break;
	case CHECK_EDGE:
		gateway_check_edges(&c->walk, c->gateway);
		next(c, CHECK_NEXT_HOP);
		break;
	case CHECK_NEXT_HOP:
		look_at_next_hop(c);
		break;
	case CHECK_FRONT_END:
		ask_front_end(c);
		break;
	case CHECK_ACCESS:
		gateway_check_access(&c->walk, c->gateway);
		next(c, CHECK_STORE);
		break;
	case CHECK_STORE:
		gateway_check_store(&c->walk, c->gateway);
		c->walk.ops->done(c->walk.arg);
		break;
	case CHECK_CERTIFICATE:
	case CHECK_SRV:
	case CHECK_ADDRESS:
	case CHECK_PORT:
	case CHECK_STREAM:
	case CHECK_TLSA:
	case CHECK_GATEWAY:
	case CHECK_PARTNER:
	case CHECK_DIRECT:
	case CHECK_STEPS:
		break; /* of the edge */
	}
}

struct gateway_check *gateway_check_new(struct gateway *g, const struct check_ops *ops,
                                        void *arg)
{
	struct gateway_check *c;

	if (ids_count(g->checks) >= CHECKS_MAX)
		return NULL;
	c = mem_zalloc(sizeof *c);
	c->gateway = g;
	c->id = ids_add(g->checks, c);
	c->conns = conn_set_new(g->loop);
	check_begin(&c->walk, g->loop, ops, arg, on_late, c);
	next(c, CHECK_TLS);
	return c;
}

void gateway_check_free(struct gateway_check **cp)
{
	struct gateway_check *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	ids_remove(c->gateway->checks, c->id);
	loop_defer_cancel(c->gateway->loop, advance, c);
	if (c->looking)
		locate_cancel(c->resolver, c->id);
	resolver_free(&c->resolver);
	conn_free(&c->conn);
	conn_set_free(&c->conns);
	location_clear(&c->where);
	check_end(&c->walk);
	buf_free(&c->found);
	free(c);
}
