#include "check/gateway_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/front_end.h"
#include "gateway/look.h"
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

/* --- certificates --------------------------------------------------------------------- */

static void look_at_side(struct gateway_check *c, const char *side,
                         const struct tls_context *tls)
{
	struct buf names = { 0 }, words = { 0 };
	struct check_own own;
	enum check_result r;

	tls_context_describe(tls, &names);
	check_own_look(&own, tls);
	check_own_words(&own, "", &words);
	r = check_side(own.server, own.client, own.days, buf_len(&names) != 0);
	r = check_worse(r, check_issuers(buf_len(&own.lacks) != 0, false));
	r = check_worse(r, check_key(own.open_key));
	check_about(&c->walk, view_of(side));
	if (buf_len(&names) == 0)
		check_tell(&c->walk, r, "it names nobody");
	else
		check_tell_advice(&c->walk, r, check_own_advice(&own, check_step_advice(CHECK_TLS)),
		                  "for %s%s %s", buf_cstr(&names),
		                  own.server != CAUSE_NONE ? ":" : ",", buf_cstr(&words));
	check_own_end(&own);
	buf_free(&names);
	buf_free(&words);
}

static void look_at_certificates(struct gateway_check *c)
{
	const struct gateway_settings *s = c->gateway->settings;

	look_at_side(c, "link", s->link.tls);
	if (s->sip.server != NULL)
		look_at_side(c, "sip", s->sip.server);
	next(c, CHECK_LISTEN);
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

/* --- edges -------------------------------------------------------------------------------- */

static void edge_row(void *arg, const struct gateway_look_edge *e)
{
	struct gateway_check *c = arg;
	enum check_result r = check_edge(e->up, e->failure != CAUSE_NONE);
	char text[ADDRESS_MAX];
	struct buf about = { 0 };

	buf_printf(&about, "%s:%u", e->host, e->port);
	check_about(&c->walk, buf_view(&about));
	buf_free(&about);
	if (e->up)
		check_tell(&c->walk, r, "up, %s, %s", address_print(&e->peer, text), e->tls);
	else if (e->failure == CAUSE_NONE)
		check_tell_advice(&c->walk, r, "Ask again in a moment.", "%s; nothing has failed yet",
		                  e->state);
	else
		check_tell_advice(&c->walk, r, check_edge_advice(e->failure),
		                  "%s: %s; now it is: %s", cause_label(e->failure),
		                  e->words[0] != '\0' ? e->words : cause_words(e->failure),
		                  e->state);
}

static void look_at_edges(struct gateway_check *c)
{
	gateway_look_edges(c->gateway, edge_row, c);
	next(c, CHECK_NEXT_HOP);
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

/* --- who may talk ----------------------------------------------------------------------------------- */

static size_t permitted_sites(const struct access *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n_site; i++)
		n += access_permits(&a->site[i].policy);
	return n;
}

static size_t permitted_users(const struct access *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n_user; i++)
		n += access_permits(&a->user[i].policy);
	return n;
}

static void look_at_access(struct gateway_check *c)
{
	const struct access *a = &c->gateway->settings->access;

	check_about(&c->walk, VIEW("access"));
	if (!a->allow_federated_users)
		check_tell(&c->walk, check_access(a),
		           "allow-federated-users is no: nobody may talk to partners");
	else
		check_tell(&c->walk, check_access(a),
		           "policies that let users talk to partners: the global one: %s, of "
		           "sites: %zu of %zu, of users: %zu of %zu",
		           a->has_global && access_permits(&a->global) ? "yes" : "no",
		           permitted_sites(a), a->n_site, permitted_users(a), a->n_user);
	next(c, CHECK_STORE);
}

/* --- the store -------------------------------------------------------------------------------------- */

static void put_size(uint64_t bytes, struct buf *out)
{
	static const char *const unit[] = { "KiB", "MiB", "GiB", "TiB" };
	size_t u = 0;

	for (bytes /= 1024; bytes >= 10240 && u + 1 < sizeof unit / sizeof unit[0]; u++)
		bytes /= 1024;
	buf_printf(out, "%llu %s", (unsigned long long)bytes, unit[u]);
}

static void look_at_store(struct gateway_check *c)
{
	struct store_health h;
	struct buf space = { 0 };
	const char *name;

	store_look(c->gateway->store, &h);
	name = strrchr(h.path, '/');
	check_about(&c->walk, view_of(name != NULL ? name + 1 : h.path));
	put_size(h.free_bytes, &space);
	if (h.moved)
		check_tell(&c->walk, check_store(&h),
		           "%s: the file that is written is not there any more: what is stored "
		           "now is lost with the next restart", h.path);
	else if (h.why != NULL)
		check_tell(&c->walk, check_store(&h), "%s cannot be written: %s; %s are free", h.path,
		           h.why, buf_cstr(&space));
	else
		check_tell(&c->walk, check_store(&h),
		           "%s can be written, schema %d, subscriptions: %llu, %s are free", h.path,
		           h.schema, (unsigned long long)h.rows, buf_cstr(&space));
	buf_free(&space);
	c->walk.ops->done(c->walk.arg);
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
		look_at_certificates(c);
		break;
	case CHECK_LISTEN:
		look_at_port(c);
		break;
	case CHECK_EDGE:
		look_at_edges(c);
		break;
	case CHECK_NEXT_HOP:
		look_at_next_hop(c);
		break;
	case CHECK_FRONT_END:
		ask_front_end(c);
		break;
	case CHECK_ACCESS:
		look_at_access(c);
		break;
	case CHECK_STORE:
		look_at_store(c);
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
