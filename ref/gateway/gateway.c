#include "gateway/gateway_private.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/contact.h"
#include "gateway/presence_kind.h"
#include "gateway/probe.h"
#include "gateway/text.h"
#include "gateway/untrusted.h"
#include "gateway/watch.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"
#include "sip/message.h"

#define DRAIN_LOOK_MS 20

/* Of the time that draining may take: to say the last things and to close. */
#define LEAVE_MS 1000

/* What a 503 of a gateway that stops says: when somebody is here again. */
#define RETRY_AFTER 10

/* What is taken: the rest is refused by sip/uas.h, with this in Allow. */
const struct view gateway_methods[] = {
	VIEW_INIT("ACK"),    VIEW_INIT("CANCEL"),  VIEW_INIT("MESSAGE"),
	VIEW_INIT("NOTIFY"), VIEW_INIT("OPTIONS"), VIEW_INIT("SUBSCRIBE"),
};
const size_t gateway_n_methods = sizeof gateway_methods / sizeof gateway_methods[0];

/* No sessions, but whoever tries one is told so, and not that a method is
 * missing: what falls back to MESSAGE looks for 488 (RFC 3261 13.3.1.3). */
static const struct view heard[] = { VIEW_INIT("BYE"), VIEW_INIT("INVITE") };

static const struct view packages[] = { VIEW_INIT("presence") };

static const struct uas_type types[] = {
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("text/plain") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("text/html") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("multipart/alternative") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("multipart/mixed") },
	{ VIEW_INIT("MESSAGE"), VIEW_INIT("application/im-iscomposing+xml") },
	{ VIEW_INIT("NOTIFY"), VIEW_INIT("application/pidf+xml") },
	{ VIEW_INIT("INVITE"), VIEW_INIT("application/sdp") },
};

uint32_t gateway_next_cseq(struct gateway *g)
{
	/* RFC 3261 8.1.1.5: below 2^31. */
	g->cseq = g->cseq % 0x7ffffffeu + 1;
	return g->cseq;
}

/* --- SIP ---------------------------------------------------------------------------- */

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from, bool trusted)
{
	struct gateway *g = arg;

	if (!trusted) {
		g->counters.untrusted++;
		untrusted_log(endpoint_transport(g->endpoint), from);
		answer_cause(g, id, m, CAUSE_SIP_UNTRUSTED, "trusted");
		return;
	}
	switch (m->method) {
	case SIP_METHOD_MESSAGE:
		g->counters.requests[REQUEST_MESSAGE]++;
		message_outward_request(g, id, m);
		return;
	case SIP_METHOD_SUBSCRIBE:
		g->counters.requests[REQUEST_SUBSCRIBE]++;
		watch_sip_request(g, id, m);
		return;
	case SIP_METHOD_NOTIFY:
		g->counters.requests[REQUEST_NOTIFY]++;
		watch_xmpp_request(g, id, m);
		return;
	case SIP_METHOD_BYE:
		/* In the dialog of a subscription: no session is there (RFC 5057 4.1). */
		answer(g, id, 481, NULL, (struct view){ NULL, 0 });
		return;
	default:
		/* sip/uas.h lets nothing else pass. */
		answer(g, id, 501, NULL, (struct view){ NULL, 0 });
	}
}

static void on_ack(void *arg, const struct sip_message *m)
{
	(void)arg, (void)m; /* no INVITE was ever answered by a 2xx */
}

static void on_cancelled(void *arg, uint64_t id)
{
	(void)arg, (void)id; /* likewise: none is pending */
}

static void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	originate_response(arg, id, m);
}

static void on_failed(void *arg, uint64_t id, enum cause cause, const char *words)
{
	originate_failed(arg, id, cause, words);
}

static bool on_knows_dialog(void *arg, const struct sip_message *m)
{
	return watch_sip_knows(arg, m) || watch_xmpp_knows(arg, m);
}

static const struct endpoint_ops endpoint_ops = {
	.request = on_request,
	.ack = on_ack,
	.cancelled = on_cancelled,
	.response = on_response,
	.failed = on_failed,
	.knows_dialog = on_knows_dialog,
};

/* --- the link ------------------------------------------------------------------------- */

static void on_presence(struct gateway *g, const struct element *stanza, struct region *r)
{
	struct view type = element_attr(stanza, "type");
	struct parties p;
	const char *row;
	enum cause c = parties_inward(g, stanza, r, &p, &row);

	if (c != CAUSE_NONE) {
		if (presence_wants_an_answer(type))
			bounce_cause(g, stanza, c, row);
		else
			ignore_stanza(stanza, c, row);
		return;
	}
	if (presence_enters_a_room(stanza)) {
		struct xmpp_error room = error_local(LOCAL_ROOM);

		bounce_error(g, stanza, &room);
		return;
	}
	if (view_is(type, "error"))
		watch_xmpp_refused(g, stanza, &p, r);
	if (presence_is_of_a_watcher(type))
		watch_xmpp_stanza(g, stanza, &p, r);
	if (presence_is_of_a_presentity(type))
		watch_sip_stanza(g, stanza, &p, r);
}

static void on_stanza(void *arg, struct element *e, struct region *r)
{
	struct gateway *g = arg;

	count_stanza(g->counters.stanzas_received, e);
	if (view_is(e->name, "presence"))
		on_presence(g, e, r);
	else if (view_is(e->name, "message") && view_is(element_attr(e, "type"), "error"))
		(void)(gateway_probe_error(g, e) || message_outward_error(g, e, r));
	else if (view_is(e->name, "message"))
		message_inward_stanza(g, e, r);
	/* An <iq/> is the edge's error for one of ours (docs/link.md 4): there
	 * is none. */
}

static void on_handed(void *arg, struct view from, struct view to, struct view id)
{
	/* Ids of ours are never used twice. */
	if (!gateway_probe_handed(arg, id) && !message_outward_handed(arg, id))
		watch_xmpp_handed(arg, from, to, id);
}

static void on_lost(void *arg, const struct element *e)
{
	struct gateway *g = arg;

	if (view_is(e->name, "message") && !gateway_probe_lost(g, e))
		message_outward_lost(g, e);
	else if (view_is(e->name, "presence")) {
		watch_sip_lost(g, e);
		watch_xmpp_lost(g, e);
	}
}

static void on_changed(void *arg, bool up)
{
	struct gateway *g = arg;

	if (up)
		g->counters.link_ups++;
	else
		g->counters.link_downs++;
	watch_xmpp_link(g, up);
}

static void on_acknowledged(void *arg, uint64_t tag)
{
	watch_xmpp_acknowledged(arg, tag);
}

static void on_began(void *arg)
{
	watch_sip_session(arg);
	watch_xmpp_session(arg);
}

static void on_given_back(void *arg)
{
	message_inward_given_back(arg);
}

static bool on_awaited(void *arg, const struct element *e)
{
	struct view id = element_attr(e, "id");

	return message_outward_awaits(arg, id) || gateway_probe_awaits(arg, id);
}

static const struct uplink_ops uplink_ops = { on_stanza,       on_handed, on_lost,   on_changed,
	                                      on_acknowledged, on_began,  on_given_back,
	                                      on_awaited };

/* --- birth ---------------------------------------------------------------------------- */

static struct endpoint *make_endpoint(struct gateway *g, const struct gateway_settings *s,
                                      struct fault *f)
{
	const struct endpoint_settings settings = {
		.transport = { .listen = s->sip.listen,
		               .n_listen = s->sip.n_listen,
		               .server = s->sip.server,
		               .client = s->sip.client,
		               .trusted = s->sip.trusted,
		               .n_trusted = s->sip.n_trusted,
		               .ping_interval = s->sip.ping_interval,
		               .pong_wait = s->sip.pong_wait,
		               .connect_timeout = s->sip.connect_timeout,
		               .idle_timeout = s->sip.idle_timeout,
		               .max_connections = s->sip.connections },
		.transaction = { .t1 = s->sip.t1,
		                 .t2 = s->sip.t2,
		                 .t4 = s->sip.t4,
		                 .rport = true,
		                 .max = s->sip.transactions },
		.uas = { .allow = gateway_methods,
		         .n_allow = gateway_n_methods,
		         .heard = heard,
		         .n_heard = sizeof heard / sizeof heard[0],
		         .events = packages,
		         .n_events = 1,
		         .retry_after = RETRY_AFTER,
		         .types = types,
		         .n_types = sizeof types / sizeof types[0],
		         .host = s->link.name },
		.resolver = g->sip_resolver,
	};

	return endpoint_new(g->loop, &settings, &endpoint_ops, g, f);
}

/* What our Contact URIs say: the first listening address of each kind would do;
 * the first of all is taken. */
static void make_contact(struct gateway *g)
{
	struct address at;
	char text[ADDRESS_MAX];
	enum sip_transport t = g->settings->sip.listen[0].transport;

	endpoint_local(g->endpoint, 0, &at);
	buf_puts(&g->contact, address_print(&at, text));
	buf_puts(&g->contact, contact_transport(t, g->settings->sip.profile));
}

static void drain_look(void *arg);

struct gateway *gateway_new(struct loop *l, struct gateway_settings *s, struct fault *f)
{
	struct gateway *g = mem_zalloc(sizeof *g);

	g->loop = l;
	g->settings = g->made_with = s;
	g->cseq = rng_below(1u << 16);
	g->originated = ids_new();
	g->probes = ids_new();
	g->checks = ids_new();
	g->drain_timer = timer_new(l, drain_look, g);
	g->tally = tally_new(s->partners, sizeof(struct gateway_tally));
	g->message_outward = message_outward_new(g);
	g->message_inward = message_inward_new(g);
	g->message_typing = message_typing_new(g);
	g->link_resolver = resolver_new(l, &s->resolver, f);
	g->sip_resolver = g->link_resolver != NULL ? resolver_new(l, &s->resolver, f) : NULL;
	if (g->sip_resolver == NULL)
		goto failed;
	g->endpoint = make_endpoint(g, s, f);
	if (g->endpoint == NULL)
		goto failed;
	make_contact(g);
	/* Behind the ports: a start that fails for one leaves no file behind. */
	g->store = store_open(s->store, f);
	if (g->store == NULL)
		goto failed;
	g->watch_sip = watch_sip_new(g, f);
	if (g->watch_sip == NULL)
		goto failed;
	g->watch_xmpp = watch_xmpp_new(g, f);
	if (g->watch_xmpp == NULL)
		goto failed;
	g->uplink = uplink_new(l, g->link_resolver, &s->link, &uplink_ops, g);
	/* Who was taken away while nobody was here. */
	watch_sip_sweep(g);
	watch_xmpp_sweep(g);
	return g;
failed:
	g->settings = g->made_with = NULL; /* the caller's again */
	gateway_free(&g);
	return NULL;
}

void gateway_free(struct gateway **gp)
{
	struct gateway *g = *gp;

	*gp = NULL;
	if (g == NULL)
		return;
	gateway_probe_free_all(g);
	ids_free(&g->checks);
	uplink_free(&g->uplink);
	watch_sip_free(&g->watch_sip);
	watch_xmpp_free(&g->watch_xmpp);
	endpoint_free(&g->endpoint);
	message_outward_free(&g->message_outward);
	message_inward_free(&g->message_inward);
	message_typing_free(&g->message_typing);
	originate_free(g);
	store_close(&g->store);
	resolver_free(&g->link_resolver);
	resolver_free(&g->sip_resolver);
	timer_free(&g->drain_timer);
	buf_free(&g->contact);
	tally_free(&g->tally);
	if (g->settings != g->made_with)
		gateway_settings_free(&g->settings);
	gateway_settings_free(&g->made_with);
	free(g);
}

/* --- for those who look ------------------------------------------------------------------ */

void count_stanza(uint64_t by_kind[2], const struct element *stanza)
{
	by_kind[view_is(stanza->name, "message") ? 0 : 1]++;
}

const struct gateway_counters *gateway_counters(const struct gateway *g)
{
	return &g->counters;
}

const struct gateway_tally *gateway_tally(const struct gateway *g, const struct partner *p)
{
	return tally_of(g->tally, p);
}

void gateway_sip_local(const struct gateway *g, size_t i, struct address *out)
{
	endpoint_local(g->endpoint, i, out);
}

/* --- drain ----------------------------------------------------------------------------- */

static bool is_idle(const struct gateway *g)
{
	return message_outward_waiting(g) == 0 && message_inward_waiting(g) == 0 &&
	       watch_sip_busy(g) == 0 && uplink_unacknowledged(g->uplink) == 0;
}

static void on_link_closed(void *arg)
{
	struct gateway *g = arg;

	g->link_closed = true;
}

static void drain_look(void *arg)
{
	struct gateway *g = arg;
	uint64_t now = loop_now(g->loop);
	bool late = now >= g->drain_until;

	if (g->phase == GATEWAY_DRAINING && (now >= g->give_up_at || is_idle(g))) {
		g->phase = GATEWAY_LEAVING;
		/* What is on its way to users is the edge's again: never acknowledged. */
		message_outward_give_up(g);
		uplink_drain(g->uplink, on_link_closed, g);
	}
	if (g->phase == GATEWAY_LEAVING &&
	    (late || (g->link_closed && endpoint_pending(g->endpoint) == 0))) {
		log_event(LOG_INFO, "drained", LOG_N("requests", endpoint_pending(g->endpoint)),
		          LOG_N("messages",
		                message_outward_waiting(g) + message_inward_waiting(g)));
		g->drained(g->drained_arg);
		return;
	}
	timer_set(g->drain_timer, now + DRAIN_LOOK_MS);
}

void gateway_drain(struct gateway *g, uint64_t grace_ms, void (*done)(void *arg), void *arg)
{
	if (g->phase != GATEWAY_RUNNING)
		return;
	log_event(LOG_INFO, "drain",
	          LOG_N("messages", message_outward_waiting(g) + message_inward_waiting(g)));
	g->phase = GATEWAY_DRAINING;
	g->drained = done;
	g->drained_arg = arg;
	g->drain_until = loop_now(g->loop) + grace_ms;
	g->give_up_at = grace_ms > LEAVE_MS ? g->drain_until - LEAVE_MS : g->drain_until;
	endpoint_drain(g->endpoint);
	watch_sip_drain(g);
	timer_set(g->drain_timer, loop_now(g->loop) + DRAIN_LOOK_MS);
}
