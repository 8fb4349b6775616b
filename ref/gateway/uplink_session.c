/* What is said to an edge and what it says: docs/link.md sections 2 to 7. */
#include "gateway/uplink_private.h"

#include <inttypes.h>
#include <stdlib.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "lib/text.h"

static struct stream *stream_of(const struct uplink_edge *e)
{
	return conn_stream(e->conn);
}

static void say(struct uplink_edge *e, const struct element *x)
{
	stream_send(stream_of(e), x);
	conn_touch(e->conn);
}

static void send_count(struct uplink_edge *e, const char *name, uint32_t h)
{
	struct region *r = region_new();
	struct element *x = element_new(r, NS_SM, name);

	element_set(r, x, "h", region_printf(r, "%" PRIu32, h));
	if (e->phase == UP_RESUMING)
		element_set(r, x, "previd", view_of(e->previd));
	say(e, x);
	region_free(&r);
}

static void refuse(struct uplink_edge *e, enum cause cause, const char *words)
{
	stream_refuse(stream_of(e), (struct view){ NULL, 0 }, cause, words);
	conn_touch(e->conn);
}

/* --- beginning ------------------------------------------------------------- */

static void begin_anew(struct uplink_edge *e)
{
	const struct uplink_settings *set = e->link->set;
	struct region *r = region_new();
	struct element *domains = element_new(r, NS_LINK, "domains");
	struct element *enable = element_new(r, NS_SM, "enable");

	uplink_session_over(e);
	e->phase = UP_ENABLING;
	for (size_t i = 0; i < set->n_domain; i++)
		element_add_text(r, element_add(r, domains, NS_LINK, "domain"), set->domain[i]);
	element_set(r, enable, "resume", VIEW("true"));
	say(e, domains);
	say(e, enable);
	region_free(&r);
}

/* Features came. */
static void opened(struct uplink_edge *e)
{
	/* The certificates were all the authentication there is (section 1). */
	stream_established(stream_of(e));
	e->ended = e->still = false;
	if (e->sm == NULL || e->previd == NULL) {
		begin_anew(e);
		return;
	}
	e->phase = UP_RESUMING;
	send_count(e, "resume", uplink_held_resume(e));
}

static void up(struct uplink_edge *e, const char *event)
{
	e->phase = UP_READY;
	e->asked = false;
	e->up_since = loop_now(e->link->loop);
	log_event(LOG_INFO, event, LOG_S("edge", e->set->host),
	          LOG_N("unacknowledged", sm_unacked(e->sm)));
	uplink_late_flush(e->link);
	uplink_changed(e->link);
}

static void on_enabled(struct uplink_edge *e, const struct element *x)
{
	struct view resume = element_attr(x, "resume"), id = element_attr(x, "id");
	uint64_t max;

	e->sm = sm_new(e->link->set->window_stanzas, e->link->set->window_bytes);
	e->order = ++e->link->started;
	if ((view_is(resume, "true") || view_is(resume, "1")) && id.n != 0) {
		/* Without a max the edge keeps it as long as it likes; with 0, not at all. */
		if (!text_u64(element_attr(x, "max"), 0, UINT32_MAX, &max))
			max = UINT32_MAX;
		e->resume_ms = max * 1000;
		if (max != 0)
			e->previd = view_dup(id);
	}
	up(e, "link-up");
	e->link->ops.began(e->link->arg);
}

static void on_acknowledged(void *arg, uint64_t tag)
{
	const struct uplink *u = ((struct uplink_edge *)arg)->link;

	if (tag != 0 && tag != TAG_AWAITED)
		u->ops.acknowledged(u->arg, tag);
}

/* <a/> and the h of <resumed/>. */
static bool acknowledged(struct uplink_edge *e, const struct element *x)
{
	uint64_t h;

	if (!text_u64(element_attr(x, "h"), 0, UINT32_MAX, &h)) {
		refuse(e, CAUSE_UNEXPECTED_ELEMENT, "no h, or one that is no number");
		return false;
	}
	if (sm_ack(e->sm, (uint32_t)h, on_acknowledged, e) != CAUSE_NONE) {
		stream_refuse_sm(stream_of(e), (uint32_t)h, sm_sent_count(e->sm));
		conn_touch(e->conn);
		return false;
	}
	return true;
}

static void on_resumed(struct uplink_edge *e, const struct element *x)
{
	if (!acknowledged(e, x))
		return;
	uplink_late_resume(e);
	sm_resend(e->sm, stream_of(e));
	up(e, "link-resumed");
	if (sm_unacked(e->sm) != 0)
		uplink_session_question(e);
}

/* --- stream management ----------------------------------------------------- */

static void on_sm(struct uplink_edge *e, const struct element *x)
{
	bool ready = e->phase == UP_READY || e->phase == UP_ENDING;

	if (e->phase == UP_ENABLING && view_is(x->name, "enabled"))
		on_enabled(e, x);
	else if (e->phase == UP_RESUMING && view_is(x->name, "resumed"))
		on_resumed(e, x);
	else if (e->phase == UP_RESUMING && view_is(x->name, "failed"))
		begin_anew(e);
	else if (ready && view_is(x->name, "r"))
		uplink_held_asked(e);
	else if (ready && view_is(x->name, "a")) {
		if (acknowledged(e, x)) {
			e->asked = false;
			uplink_late_flush(e->link);
		}
		if (!e->asked && sm_unacked(e->sm) != 0)
			uplink_session_question(e);
	} else
		refuse(e, CAUSE_UNEXPECTED_ELEMENT, "stream management out of place");
}

void uplink_session_question(struct uplink_edge *e)
{
	struct region *r;

	if (e->asked || e->conn == NULL || stream_is_closed(stream_of(e)))
		return;
	r = region_new();
	e->asked = true;
	say(e, element_new(r, NS_SM, "r"));
	region_free(&r);
}

static void ask_later(void *arg)
{
	struct uplink_edge *e = arg;

	if (e->phase == UP_READY && sm_unacked(e->sm) != 0)
		uplink_session_question(e);
}

void uplink_session_forget(struct uplink_edge *e)
{
	loop_defer_cancel(e->link->loop, ask_later, e);
}

void uplink_session_write(struct uplink_edge *e, const struct element *stanza, uint64_t tag)
{
	sm_sent(e->sm, stanza, tag);
	say(e, stanza);
	/* One question at the end of a batch. */
	loop_defer(e->link->loop, ask_later, e);
}

/* --- what it says ---------------------------------------------------------- */

static void on_stanza(struct uplink_edge *e, struct stream_event *ev)
{
	struct uplink *u = e->link;

	if (e->phase != UP_READY && e->phase != UP_ENDING) {
		refuse(e, CAUSE_NOT_NEGOTIATED, NULL);
		return;
	}
	if (uplink_held_repeats(e))
		return;
	sm_received(e->sm);
	uplink_held_came(e, ev->bytes);
	u->speaking = e;
	u->ops.stanza(u->arg, ev->element, ev->region);
	u->speaking = NULL;
}

static void on_extension(struct uplink_edge *e, const struct element *x)
{
	struct uplink *u = e->link;

	if (element_is(x, NS_LINK, "handed"))
		u->ops.handed(u->arg, element_attr(x, "from"), element_attr(x, "to"),
		              element_attr(x, "id"));
	else if (!element_is(x, NS_LINK, "accepted"))
		refuse(e, CAUSE_UNEXPECTED_ELEMENT, "an unknown element of the link");
}

/* Silence is what a break looks like; every other error is meant. */
static void on_broken(struct uplink_edge *e, enum cause cause, struct view said)
{
	log_event(LOG_WARN, "link-broken", LOG_S("edge", e->set->host),
	          LOG_S("cause", cause_label(cause)), LOG_V("peer-condition", said));
	uplink_edge_noted(e, cause, said);
	e->still = cause == CAUSE_PEER_UNRESPONSIVE || view_is(said, "connection-timeout");
	if (!e->still)
		e->ended = true;
}

void uplink_session_event(struct uplink_edge *e, struct stream_event *ev)
{
	switch (ev->kind) {
	case STREAM_FEATURES:
		if (ev->features.sm && e->phase == UP_OPENING)
			opened(e);
		else
			refuse(e, CAUSE_MANDATORY_FEATURE, "no stream management is offered");
		return;
	case STREAM_STANZA:
		on_stanza(e, ev);
		return;
	case STREAM_SM:
		on_sm(e, ev->element);
		return;
	case STREAM_EXTENSION:
		on_extension(e, ev->element);
		return;
	case STREAM_BROKEN:
		on_broken(e, ev->cause, (struct view){ NULL, 0 });
		return;
	case STREAM_PEER_ERROR:
		on_broken(e, CAUSE_PEER_STREAM_ERROR, ev->condition);
		return;
	case STREAM_OVER:
		/* A closing tag ends the session, a connection that broke
		 * does not, nor does the tag behind an error that says so. */
		if (!conn_is_lost(e->conn) && !e->still)
			e->ended = true;
		return;
	case STREAM_DB_RESULT_ANSWER:
	case STREAM_DB_VERIFY_ANSWER:
	case STREAM_TLS_REFUSED:
	case STREAM_AUTH_OK:
	case STREAM_AUTH_REFUSED:
	case STREAM_NOTHING:
		return;
	case STREAM_STARTTLS:
	case STREAM_HEADER:
	case STREAM_AUTH:
	case STREAM_DB_RESULT:
	case STREAM_DB_VERIFY:
		break;
	}
	abort(); /* nothing of this was asked for, and this is the initiating side */
}

/* --- the end --------------------------------------------------------------- */

void uplink_session_answer(struct uplink_edge *e)
{
	send_count(e, "a", uplink_held_count(e));
}

void uplink_session_farewell(struct uplink_edge *e)
{
	uplink_session_answer(e);
	e->phase = UP_ENDING;
	e->ended = true;
	stream_close(stream_of(e));
	conn_touch(e->conn);
}

void uplink_session_over(struct uplink_edge *e)
{
	struct sm *sm = e->sm;
	const struct element *x;
	uint64_t tag;

	free(e->previd);
	e->previd = NULL;
	e->sm = NULL;
	e->ended = false;
	if (e->n_held != 0) {
		e->link->ending = e;
		e->link->ops.given_back(e->link->arg);
		e->link->ending = NULL;
	}
	uplink_held_clear(e);
	if (sm == NULL)
		return;
	/* From here nothing goes by it: what the owner sends now takes another
	 * way. */
	while ((x = sm_take_unacked(sm, &tag)) != NULL)
		e->link->ops.lost(e->link->arg, x);
	sm_free(&sm);
	uplink_late_over(e->link);
}
