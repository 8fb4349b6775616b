/* Stream management (XEP-0198) as the receiving server: what a partner's server
 * asks for, and sessions that wait to be resumed. */
#include "edge/inbound_private.h"

#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "xmpp/sm_element.h"
#include "xmpp/sm_rules.h"

struct resting {
	struct edge *edge;
	uint64_t id;
	char *from, *to; /* the pair that EXTERNAL proved */
	struct written written;
	struct timer *expiry;
};

static void end(struct resting *r, enum cause cause, const char *words)
{
	ids_remove(r->edge->resting, r->id);
	log_event(LOG_INFO, "stream-session-ended", LOG_S("partner", r->from),
	          LOG_S("domain", r->to), LOG_S("words", words),
	          LOG_N("returned", queue_count(r->written.sent)));
	written_bounce(&r->written, cause, words);
	written_free(&r->written);
	timer_free(&r->expiry);
	free(r->from);
	free(r->to);
	free(r);
}

static void expired(void *arg)
{
	end(arg, CAUSE_PEER_CLOSED, "not resumed in time");
}

void inbound_sm_end_all(struct edge *e)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->resting, &pos, &id, &value))
		end(value, CAUSE_SYSTEM_SHUTDOWN, "this server is stopping");
}

/* Attack: a partner that begins session after session and breaks each: it has as
 * many as connections, for all its domains, and the oldest of its own make room. */
static void make_room(struct edge *e, const struct partner *partner)
{
	const struct edge_settings *s = e->settings;
	uint32_t n = 0, most = limits_partner_max(s, partner);
	struct resting *oldest = NULL;
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(e->resting, &pos, &id, &value)) {
		struct resting *r = value;

		if (partner_of(s->partners, view_of(r->from)) != partner)
			continue;
		n++;
		if (oldest == NULL || r->id < oldest->id)
			oldest = r;
	}
	if (n >= most)
		end(oldest, CAUSE_PEER_CLOSED, "too many sessions");
}

void inbound_sm_ends(struct inbound *in, bool lost, enum cause cause)
{
	if (!sm_outlives(lost, cause))
		in->written.resumable = false;
}

void inbound_sm_rests(struct inbound *in, enum cause cause, const char *words)
{
	struct edge *e = in->edge;
	const struct partner *partner = NULL;
	struct resting *r;

	if (in->written.sm != NULL && in->written.resumable)
		partner = partner_of(e->settings->partners, view_of(in->identity));
	if (partner == NULL || e->phase != EDGE_RUNNING) {
		written_bounce(&in->written, cause, words);
		return;
	}
	make_room(e, partner);
	r = mem_zalloc(sizeof *r);
	r->edge = e;
	r->from = mem_strdup(in->identity);
	r->to = mem_strdup(in->to);
	r->expiry = timer_new(e->loop, expired, r);
	timer_set(r->expiry, loop_now(e->loop) + e->settings->resume_ms);
	written_begin(&r->written, e, in->id);
	written_move(&r->written, &in->written, NULL, NULL);
	r->id = ids_add(e->resting, r);
	log_event(LOG_INFO, "stream-session-waits", LOG_N("stream", in->id),
	          LOG_S("partner", r->from), LOG_S("domain", r->to),
	          LOG_N("unacknowledged", sm_unacked(r->written.sm)));
}

static void silent(void *arg)
{
	inbound_refuse(arg, CAUSE_PEER_UNRESPONSIVE, "nothing is acknowledged");
}

static void say(struct inbound *in, const struct element *e)
{
	stream_send(conn_stream(in->conn), e);
	conn_touch(in->conn);
}

static void on_enable(struct inbound *in, const struct stream_event *ev)
{
	bool resumable = sm_wants_resumption(ev->element);
	uint64_t max = (in->edge->settings->resume_ms + 999) / 1000;

	if (!sm_may_begin(in->sm_offered, in->written.sm != NULL)) {
		say(in, sm_failed(ev->region, "unexpected-request"));
		return;
	}
	written_manage(&in->written, resumable, silent, in);
	say(in, sm_enabled(ev->region, in->written.sm, resumable ? max : 0));
	log_event(LOG_DEBUG, "stream-managed", LOG_N("stream", in->id),
	          LOG_S("direction", "in"), LOG_S("partner", in->from));
}

static bool is_session(const struct written *w, struct view previd, const char *from,
                       const char *to, const struct inbound *in)
{
	return w->sm != NULL && w->resumable && from != NULL && to != NULL &&
	       view_is(previd, sm_id(w->sm)) &&
	       sm_may_resume(view_of(from), view_of(to), view_of(in->identity),
	                     view_of(in->to));
}

/* The session goes to `in`.  Its old connection may have broken unnoticed. */
static bool take_session(struct inbound *in, struct view previd)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(in->edge->resting, &pos, &id, &value)) {
		struct resting *r = value;

		if (!is_session(&r->written, previd, r->from, r->to, in))
			continue;
		written_move(&in->written, &r->written, silent, in);
		end(r, CAUSE_NONE, "resumed");
		return true;
	}
	pos = 0;
	while (ids_next(in->edge->inbound, &pos, &id, &value)) {
		struct inbound *old = value;

		if (old == in || !is_session(&old->written, previd, old->identity, old->to, in))
			continue;
		written_move(&in->written, &old->written, silent, in);
		old->opened = true;
		inbound_refuse(old, CAUSE_CONFLICT, "its session is resumed elsewhere");
		return true;
	}
	return false;
}

static void too_high(struct inbound *in, uint32_t h)
{
	stream_refuse_sm(conn_stream(in->conn), h, sm_sent_count(in->written.sm));
	conn_touch(in->conn);
	inbound_refuse(in, CAUSE_SM_HANDLED_TOO_HIGH, NULL);
}

static void on_resume(struct inbound *in, const struct stream_event *ev, uint32_t h)
{
	if (!sm_may_begin(in->sm_offered, in->written.sm != NULL)) {
		say(in, sm_failed(ev->region, "unexpected-request"));
		return;
	}
	if (!take_session(in, element_attr(ev->element, "previd"))) {
		say(in, sm_failed(ev->region, "item-not-found"));
		return;
	}
	if (written_acked(&in->written, h, NULL) != CAUSE_NONE) {
		too_high(in, h);
		return;
	}
	say(in, sm_resumed(ev->region, in->written.sm));
	log_event(LOG_INFO, "stream-resumed", LOG_N("stream", in->id), LOG_S("direction", "in"),
	          LOG_S("partner", in->from), LOG_S("domain", in->to),
	          LOG_N("again", sm_unacked(in->written.sm)));
	if (inbound_carries_both_ways(in))
		written_again(&in->written, in->conn);
	else
		written_return(&in->written, CAUSE_PEER_CLOSED,
		               "resumed without stanzas in both directions");
}

void inbound_sm(struct inbound *in, const struct stream_event *ev)
{
	struct view name = ev->element->name;
	enum cause cause;
	uint32_t h = 0;

	/* Behind our own end <a/> alone comes here, and counts. */
	if (view_is(name, "enable")) {
		on_enable(in, ev);
	} else if (view_is(name, "resume") && sm_read_h(ev->element, &h)) {
		on_resume(in, ev, h);
	} else if (in->written.sm == NULL) {
		say(in, sm_failed(ev->region, "unexpected-request"));
	} else {
		cause = written_told(&in->written, in->conn, ev->element, NULL);
		if (cause == CAUSE_SM_HANDLED_TOO_HIGH && sm_read_h(ev->element, &h))
			too_high(in, h);
		else if (cause != CAUSE_NONE)
			inbound_refuse(in, cause, "stream management");
	}
}
