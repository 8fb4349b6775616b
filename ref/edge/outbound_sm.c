/* Stream management (XEP-0198) as the initiating server: asked for where it is
 * offered behind EXTERNAL; a session that was lost is resumed on a stream of its
 * own, dialled soon and then less and less often while its time lasts. */
#include "edge/outbound_private.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "edge/verify.h"
#include "lib/log.h"
#include "lib/rng.h"
#include "lib/text.h"
#include "xmpp/sm_element.h"
#include "xmpp/sm_rules.h"

static void send_element(struct outbound *ob, const struct element *e)
{
	stream_send(conn_stream(ob->conn), e);
	conn_touch(ob->conn);
}

static void ask_to_manage(struct outbound *ob, struct region *r)
{
	ob->asked = ASKED_TO_MANAGE;
	send_element(ob, sm_enable(r));
}

void outbound_forget_session(struct outbound *ob, enum cause cause, const char *words)
{
	ob->resume_until = 0;
	free(ob->previd);
	ob->previd = NULL;
	written_bounce(&ob->written, cause, words);
	written_rests(&ob->written);
	sm_free(&ob->written.sm);
	timer_free(&ob->written.overdue);
}

void outbound_manage(struct outbound *ob, bool offered)
{
	struct region *r;

	if (!sm_may_begin(offered && ob->edge->settings->sm, false)) {
		outbound_forget_session(ob, CAUSE_PEER_CLOSED, "its session was not resumed");
		outbound_up(ob, METHOD_SASL_TLS);
		return;
	}
	/* The peer may send at once (XEP-0288), whatever it says to this. */
	stream_established(conn_stream(ob->conn));
	conn_set_rate(ob->conn, ob->edge->settings->stream_rate);
	r = region_new();
	if (ob->resume_until != 0) {
		ob->asked = ASKED_TO_RESUME;
		send_element(ob, sm_resume(r, ob->previd, ob->written.sm));
	} else {
		ask_to_manage(ob, r);
	}
	region_free(&r);
}

/* --- what the partner says ------------------------------------------------- */

static void silent(void *arg)
{
	struct outbound *ob = arg;

	stream_refuse(conn_stream(ob->conn), view_of(ob->own), CAUSE_PEER_UNRESPONSIVE,
	              "nothing is acknowledged");
	conn_touch(ob->conn);
}

static void on_enabled(struct outbound *ob, const struct element *e)
{
	uint64_t max = 0;
	struct view id = element_attr(e, "id");

	written_manage(&ob->written, sm_wants_resumption(e) && id.n != 0, silent, ob);
	if (ob->written.resumable) {
		ob->previd = view_dup(id);
		if (!text_u64(element_attr(e, "max"), 0, UINT32_MAX, &max))
			max = 0;
		ob->resume_ms = sm_resume_time(ob->edge->settings->resume_ms, max);
	}
	log_event(LOG_DEBUG, "stream-managed", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("resumable", ob->written.resumable ? "yes" : "no"));
	outbound_up(ob, METHOD_SASL_TLS);
}

static void too_high(struct outbound *ob, uint32_t h)
{
	stream_refuse_sm(conn_stream(ob->conn), h, sm_sent_count(ob->written.sm));
	outbound_refuse(ob, CAUSE_SM_HANDLED_TOO_HIGH, NULL);
}

static void on_resumed(struct outbound *ob, const struct element *e)
{
	uint32_t h;

	if (!view_is(element_attr(e, "previd"), ob->previd) || !sm_read_h(e, &h)) {
		outbound_refuse(ob, CAUSE_UNEXPECTED_ELEMENT, "resumed");
		return;
	}
	if (written_acked(&ob->written, h, outbound_partner(ob)) != CAUSE_NONE) {
		too_high(ob, h);
		return;
	}
	log_event(LOG_INFO, "stream-resumed", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_N("again", sm_unacked(ob->written.sm)));
	ob->written.silent = silent;
	outbound_up(ob, METHOD_SASL_TLS);
}

/* The stream is as good as any other, and may be managed anew. */
static void on_not_resumed(struct outbound *ob, const struct stream_event *ev)
{
	uint32_t h;
	bool known = sm_read_h(ev->element, &h);

	if (known && written_acked(&ob->written, h, outbound_partner(ob)) != CAUSE_NONE) {
		too_high(ob, h);
		return;
	}
	if (sm_may_send_again(known))
		written_requeue(&ob->written, ob->waiting);
	outbound_forget_session(ob, CAUSE_PEER_CLOSED, "its session was not resumed");
	timer_set(ob->deadline,
	          loop_now(ob->edge->loop) + ob->edge->settings->establishment_ms);
	ask_to_manage(ob, ev->region);
}

void outbound_sm(struct outbound *ob, const struct stream_event *ev)
{
	enum outbound_asked asked = ob->asked;
	struct view name = ev->element->name;
	enum cause cause;
	uint32_t h = 0;

	if (ob->state == OUT_SETTING_UP && asked != ASKED_NOTHING) {
		ob->asked = ASKED_NOTHING;
		if (asked == ASKED_TO_MANAGE && view_is(name, "enabled"))
			on_enabled(ob, ev->element);
		else if (asked == ASKED_TO_MANAGE && view_is(name, "failed"))
			outbound_up(ob, METHOD_SASL_TLS);
		else if (asked == ASKED_TO_RESUME && view_is(name, "resumed"))
			on_resumed(ob, ev->element);
		else if (asked == ASKED_TO_RESUME && view_is(name, "failed"))
			on_not_resumed(ob, ev);
		else
			outbound_refuse(ob, CAUSE_UNEXPECTED_ELEMENT, "stream management");
		return;
	}
	if (ob->written.sm == NULL || ob->state == OUT_SETTING_UP) {
		outbound_refuse(ob, CAUSE_UNEXPECTED_ELEMENT, "stream management");
		return;
	}
	cause = written_told(&ob->written, ob->conn, ev->element, outbound_partner(ob));
	if (cause == CAUSE_SM_HANDLED_TOO_HIGH && sm_read_h(ev->element, &h))
		too_high(ob, h);
	else if (cause != CAUSE_NONE)
		outbound_refuse(ob, cause, "stream management");
}

/* --- a break --------------------------------------------------------------- */

static void redial(void *arg)
{
	outbound_dial(arg);
}

/* What is new meanwhile waits behind what is old: a call of its own would be one of
 * those that are to be kept apart. */
static uint64_t next_delay(const struct outbound *ob)
{
	return redial_delay(ob->redials, ob->edge->settings->reconnect_ms, ob->resume_ms,
	                    rng_below(UINT32_MAX));
}

static void redial_in(struct outbound *ob, uint64_t wait)
{
	ob->asked = ASKED_NOTHING;
	conn_leave(&ob->conn);
	if (ob->redial == NULL)
		ob->redial = timer_new(ob->edge->loop, redial, ob);
	timer_set(ob->redial, loop_now(ob->edge->loop) + wait);
}

bool outbound_resumes(struct outbound *ob, bool lost, enum cause cause)
{
	struct edge *e = ob->edge;

	if (ob->previd == NULL || !sm_outlives(lost, cause) ||
	    !sm_is_worth_a_call(sm_unacked(ob->written.sm)) || e->phase != EDGE_RUNNING ||
	    !outbound_is_welcome(ob))
		return false;
	log_event(LOG_INFO, "stream-session-waits", LOG_N("stream", ob->id),
	          LOG_S("direction", "out"), LOG_S("partner", ob->partner),
	          LOG_S("domain", ob->own), LOG_S("cause", cause_label(cause)),
	          LOG_N("unacknowledged", sm_unacked(ob->written.sm)));
	verify_lost(e, ob->id, cause);
	written_rests(&ob->written);
	ob->state = OUT_SETTING_UP;
	ob->redials = 0;
	ob->resume_until = loop_now(e->loop) + ob->resume_ms;
	timer_set(ob->deadline, ob->resume_until);
	redial_in(ob, next_delay(ob));
	return true;
}

bool outbound_tries_again(struct outbound *ob)
{
	uint64_t now = loop_now(ob->edge->loop), wait;

	if (ob->resume_until == 0)
		return false;
	ob->redials++;
	wait = next_delay(ob);
	if (now + wait >= ob->resume_until || !outbound_is_welcome(ob))
		return false;
	redial_in(ob, wait);
	return true;
}
