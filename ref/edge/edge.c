#include "edge/edge_private.h"

#include <stdlib.h>
#include <string.h>

#include "edge/authority.h"
#include "edge/certificate.h"
#include "edge/dial.h"
#include "edge/inbound.h"
#include "edge/outbound.h"
#include "edge/probe.h"
#include "edge/retry.h"
#include "edge/router.h"
#include "edge/verify.h"
#include "lib/buf.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/secret.h"

/* How often a drain looks whether the gateways are gone: the link does not
 * say when its last connection ends. */
#define DRAIN_LOOK_MS 20

char *pair_key(struct view own, struct view partner)
{
	struct buf b = { 0 };

	/* No domain holds a slash (RFC 7622 3.2). */
	buf_putv(&b, own);
	buf_putc(&b, '/');
	buf_putv(&b, partner);
	return buf_take(&b);
}

static void on_call(void *arg, int fd, const struct address *from, bool tls)
{
	inbound_accept(arg, fd, from, tls);
}

static const struct link_ops link_ops = {
	.stanza = router_outward,
	.undelivered = router_undelivered,
};

/* --- birth --------------------------------------------------------------- */

static void drain_look(void *arg);

struct edge *edge_new(struct loop *l, struct edge_settings *s, struct fault *f)
{
	struct edge *e = mem_zalloc(sizeof *e);

	e->loop = l;
	e->settings = s;
	e->conns = conn_set_new(l);
	conn_set_backlog(e->conns, s->backlog_bytes);
	e->limits = limits_new();
	e->inbound = ids_new();
	e->outbound = ids_new();
	e->outbound_of = map_new();
	e->inbound_of = map_new();
	e->resting = ids_new();
	e->dials = ids_new();
	e->authorities = map_new();
	e->questions = ids_new();
	e->probes = ids_new();
	e->checks = ids_new();
	e->retries = map_new();
	e->drain_timer = timer_new(l, drain_look, e);
	dialback_key_init(&e->key, view_of(s->dialback_passphrase));
	e->tally = tally_new(s->partners, sizeof(struct edge_tally));
	e->ports = ports_new(l, on_call, e);
	e->resolver = resolver_new(l, &s->resolver, f);
	if (e->resolver == NULL || !ports_open(e->ports, s, f))
		goto failed;
	e->link = link_new(l, s, &link_ops, e, f);
	if (e->link == NULL)
		goto failed;
	return e;
failed:
	e->settings = NULL;	/* the caller's again */
	edge_free(&e);
	return NULL;
}

void edge_free(struct edge **ep)
{
	struct edge *e = *ep;

	*ep = NULL;
	if (e == NULL)
		return;
	ports_free(&e->ports);
	probe_free_all(e);
	verify_free_all(e);
	inbound_sm_end_all(e);
	inbound_free_all(e);
	outbound_free_all(e);
	link_free(&e->link);
	conn_set_free(&e->conns);
	retry_free_all(e);
	limits_free(&e->limits);
	ids_free(&e->inbound);
	ids_free(&e->outbound);
	map_free(&e->outbound_of);
	map_free(&e->inbound_of);
	ids_free(&e->resting);
	ids_free(&e->dials);
	map_free(&e->authorities);
	ids_free(&e->questions);
	ids_free(&e->probes);
	ids_free(&e->checks);
	resolver_free(&e->resolver);
	timer_free(&e->drain_timer);
	timer_free(&e->certificates);
	tally_free(&e->tally);
	edge_settings_free(&e->settings);
	secret_wipe(&e->key, sizeof e->key);
	free(e);
}

/* --- reload -------------------------------------------------------------- */

bool edge_reload(struct edge *e, struct edge_settings *s, struct fault *f)
{
	struct edge_settings *old = e->settings;
	struct resolver *resolver = NULL, *old_resolver = e->resolver;

	if (e->phase != EDGE_RUNNING)
		return fault_set(f, NULL, 0, 0, "stopping: nothing is read any more");
	/* All that may fail comes first. */
	if (!resolver_settings_same(&old->resolver, &s->resolver)) {
		resolver = resolver_new(e->loop, &s->resolver, f);
		if (resolver == NULL)
			return false;
	}
	if (!ports_open(e->ports, s, f)) {
		resolver_free(&resolver);
		return false;
	}
	if (!link_reload(e->link, s, f)) {
		ports_undo(e->ports);
		resolver_free(&resolver);
		return false;
	}

	e->settings = s;
	tally_follow(e->tally, s->partners);
	ports_settle(e->ports, s);
	conn_set_backlog(e->conns, s->backlog_bytes);
	/* Without a passphrase the secret of this process stays. */
	if (!view_eq(view_of(old->dialback_passphrase), view_of(s->dialback_passphrase)))
		dialback_key_init(&e->key, view_of(s->dialback_passphrase));
	verify_sweep(e);
	inbound_sweep(e);
	outbound_sweep(e);
	certificates_look(e);
	if (resolver != NULL) {
		e->resolver = resolver;
		dial_again(e, old_resolver);
		resolver_free(&old_resolver);
	}
	edge_settings_free(&old);
	log_act(LOG_INFO, "reload", LOG_N("partners", partners_count(s->partners)),
	        LOG_S("digest", partners_digest(s->partners)));
	return true;
}

/* --- drain --------------------------------------------------------------- */

static void leave(struct edge *e)
{
	e->phase = EDGE_LEAVING;
	authority_sweep(e, true);
	inbound_drain(e, CAUSE_SYSTEM_SHUTDOWN, true);
	outbound_drain(e, CAUSE_SYSTEM_SHUTDOWN);
}

static void drain_look(void *arg)
{
	struct edge *e = arg;
	uint64_t now = loop_now(e->loop), passed = now - e->drain_since;
	bool over = passed >= e->drain_grace;

	/* The larger part of the time for the gateways, which are given five
	 * seconds for their last word, and for what then goes back. */
	if (e->phase == EDGE_RETURNING &&
	    (passed >= e->drain_grace / 4 * 3 ||
	     (link_count(e->link) == 0 && !outbound_is_busy(e))))
		leave(e);
	if (over || (e->phase == EDGE_LEAVING && conn_set_count(e->conns) == 0 &&
	             link_count(e->link) == 0)) {
		log_event(LOG_INFO, "drained",
		          LOG_N("connections", conn_set_count(e->conns)),
		          LOG_N("gateways", link_count(e->link)));
		e->drained(e->drained_arg);
		return;
	}
	timer_set(e->drain_timer, now + DRAIN_LOOK_MS);
}

void edge_drain(struct edge *e, uint64_t grace_ms, void (*done)(void *arg),
                void *arg)
{
	if (e->phase != EDGE_RUNNING)
		return;
	log_event(LOG_INFO, "drain", LOG_N("connections", conn_set_count(e->conns)),
	          LOG_N("gateways", link_count(e->link)));
	e->phase = EDGE_RETURNING;
	e->drained = done;
	e->drained_arg = arg;
	e->drain_since = loop_now(e->loop);
	e->drain_grace = grace_ms;
	ports_free(&e->ports);
	/* What the gateways did not take may go back by the way it came. */
	inbound_drain(e, CAUSE_SYSTEM_SHUTDOWN, false);
	inbound_sm_end_all(e);
	/* What waits for a stream goes back while there is a gateway to take
	 * it. */
	outbound_give_up(e, CAUSE_SYSTEM_SHUTDOWN);
	link_drain(e->link);
	timer_set(e->drain_timer, loop_now(e->loop) + DRAIN_LOOK_MS);
}

/* --- for those who look -------------------------------------------------- */

const struct edge_counters *edge_counters(const struct edge *e)
{
	return &e->counters;
}

const struct edge_tally *edge_tally(const struct edge *e, const struct partner *p)
{
	return tally_of(e->tally, p);
}

struct edge_gauges edge_gauges(const struct edge *e)
{
	return (struct edge_gauges){
		.connections = limits_taken(e->limits),
		.waiting = limits_waiting(e->limits),
		.gateways = link_count(e->link),
	};
}

bool edge_local(const struct edge *e, size_t i, struct address *out)
{
	return e->ports != NULL && ports_local(e->ports, e->settings, i, out);
}

bool edge_link_local(const struct edge *e, size_t i, struct address *out)
{
	return link_local(e->link, i, out);
}
