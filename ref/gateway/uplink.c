#include "gateway/uplink_private.h"

#include <stdlib.h>

#include "gateway/uplink_rules.h"
#include "lib/mem.h"

/* An edge that does not close does not keep us from stopping. */
#define DRAIN_MS 5000

static void drain_due(void *arg);

struct uplink *uplink_new(struct loop *l, struct resolver *dns, const struct uplink_settings *s,
                          const struct uplink_ops *ops, void *arg)
{
	struct uplink *u = mem_zalloc(sizeof *u);

	u->loop = l;
	u->dns = dns;
	u->set = s;
	u->tls = s->tls;
	u->ops = *ops;
	u->arg = arg;
	u->conns = conn_set_new(l);
	u->drain_timer = timer_new(l, drain_due, u);
	u->n_edge = s->n_edge;
	u->edge = mem_array(s->n_edge, sizeof *u->edge);
	for (size_t i = 0; i < u->n_edge; i++) {
		u->edge[i].link = u;
		u->edge[i].set = &s->edge[i];
		uplink_edge_begin(&u->edge[i]);
	}
	return u;
}

void uplink_free(struct uplink **up)
{
	struct uplink *u = *up;

	*up = NULL;
	if (u == NULL)
		return;
	for (size_t i = 0; i < u->n_edge; i++)
		uplink_edge_clear(&u->edge[i]);
	uplink_late_clear(u);
	free(u->edge);
	conn_set_free(&u->conns);
	timer_free(&u->drain_timer);
	free(u);
}

void uplink_renew(struct uplink *u, struct tls_context *tls)
{
	u->tls = tls;
}

/* --- which edge ------------------------------------------------------------ */

static bool takes(const struct uplink_edge *e)
{
	return e->sm != NULL && !sm_is_full(e->sm) && e->phase != UP_ENDING &&
	       e->phase != UP_OVER;
}

static struct uplink_way way_of(const struct uplink_edge *e)
{
	return (struct uplink_way){ .up = e->phase == UP_READY, .order = e->order };
}

/* The oldest session that is up; else the oldest that may be resumed. */
struct uplink_edge *uplink_choose(const struct uplink *u)
{
	struct uplink_edge *best = NULL;

	for (size_t i = 0; i < u->n_edge; i++) {
		struct uplink_edge *e = &u->edge[i];

		if (takes(e) && (best == NULL || uplink_goes_before(way_of(e), way_of(best))))
			best = e;
	}
	return best;
}

enum cause uplink_refuses(struct uplink *u)
{
	const struct uplink_edge *e = uplink_choose(u);

	if (e != NULL && e->phase != UP_READY) {
		uplink_late_prune(u);
		return uplink_late_is_full(u) ? CAUSE_QUEUE_FULL : CAUSE_NONE;
	}
	if (e != NULL)
		return CAUSE_NONE;
	for (size_t i = 0; i < u->n_edge; i++)
		if (u->edge[i].sm != NULL && sm_is_full(u->edge[i].sm))
			return CAUSE_QUEUE_FULL;
	return CAUSE_NO_EDGE;
}

bool uplink_send_tagged(struct uplink *u, const struct element *stanza, uint64_t tag)
{
	struct uplink_edge *e = uplink_choose(u);

	/* What waits goes first. */
	if (e != NULL && e->phase == UP_READY && u->late == NULL) {
		uplink_session_write(e, stanza, tag);
		return true;
	}
	uplink_late_prune(u);
	if (e == NULL || uplink_late_is_full(u))
		return false;
	uplink_late_put(u, stanza, tag);
	return true;
}

bool uplink_send_awaited(struct uplink *u, const struct element *stanza)
{
	return uplink_send_tagged(u, stanza, TAG_AWAITED);
}

bool uplink_send(struct uplink *u, const struct element *stanza)
{
	return uplink_send_tagged(u, stanza, 0);
}

bool uplink_is_up(const struct uplink *u)
{
	for (size_t i = 0; i < u->n_edge; i++)
		if (u->edge[i].phase == UP_READY)
			return true;
	return false;
}

size_t uplink_unacknowledged(const struct uplink *u)
{
	size_t n = u->n_late;

	for (size_t i = 0; i < u->n_edge; i++)
		if (u->edge[i].sm != NULL)
			n += sm_unacked(u->edge[i].sm);
	return n;
}

void uplink_changed(struct uplink *u)
{
	bool up = uplink_is_up(u);

	if (up == u->was_up)
		return;
	u->was_up = up;
	u->ops.changed(u->arg, up);
}

/* --- the end --------------------------------------------------------------- */

static void all_over(struct uplink *u)
{
	void (*done)(void *arg) = u->drained;

	u->drained = NULL;
	timer_clear(u->drain_timer);
	if (done != NULL)
		done(u->drained_arg);
}

void uplink_one_over(struct uplink *u)
{
	for (size_t i = 0; i < u->n_edge; i++)
		if (u->edge[i].phase != UP_OVER)
			return;
	/* `done` may come only from the loop. */
	if (u->drained != NULL)
		timer_set(u->drain_timer, loop_now(u->loop));
}

static void drain_due(void *arg)
{
	all_over(arg);
}

void uplink_drain(struct uplink *u, void (*done)(void *arg), void *arg)
{
	u->drained = done;
	u->drained_arg = arg;
	timer_set(u->drain_timer, loop_now(u->loop) + DRAIN_MS);
	for (size_t i = 0; i < u->n_edge; i++)
		uplink_edge_drain(&u->edge[i]);
	uplink_late_over(u);
	uplink_one_over(u);
}
