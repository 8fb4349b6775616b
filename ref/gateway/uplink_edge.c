/* One edge: looked up, dialled, tried again; and the time of its session. */
#include "gateway/uplink_private.h"

#include <stdio.h>
#include <stdlib.h>

#include "gateway/uplink_peer.h"
#include "gateway/uplink_rules.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"

static const struct conn_ops conn_ops;
static const struct conn_race_ops race_ops;

static uint64_t now_of(const struct uplink_edge *e)
{
	return loop_now(e->link->loop);
}

static uint64_t lower(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* --- time ------------------------------------------------------------------ */

void uplink_edge_arm(struct uplink_edge *e)
{
	uint64_t due = UINT64_MAX;

	switch (e->phase) {
	case UP_READY:
		if (!e->asked)
			due = e->heard + e->link->set->keepalive_ms;
		break;
	case UP_WAITING:
	case UP_DIALLING:
	case UP_SECURING:
	case UP_OPENING:
	case UP_RESUMING:
	case UP_ENABLING:
		due = e->deadline;
		break;
	case UP_LOOKING: /* has a limit of its own (dns/locate.h) */
	case UP_ENDING:  /* the stream has one */
	case UP_OVER:
		break;
	}
	if (e->sm != NULL && e->phase < UP_RESUMING)
		due = lower(due, e->resume_until);
	if (due == UINT64_MAX)
		timer_clear(e->timer);
	else
		timer_set(e->timer, due);
}

/* What the edge keeps no longer cannot be resumed. */
static void give_up_session(struct uplink_edge *e)
{
	if (e->sm != NULL && e->phase < UP_RESUMING && now_of(e) >= e->resume_until)
		uplink_session_over(e);
}

static void on_timer(void *arg)
{
	struct uplink_edge *e = arg;
	uint64_t now = now_of(e);

	give_up_session(e);
	switch (e->phase) {
	case UP_READY:
		if (now >= e->heard + e->link->set->keepalive_ms && !e->asked)
			uplink_session_question(e);
		break;
	case UP_WAITING:
		if (now >= e->deadline) {
			uplink_edge_begin(e);
			return;
		}
		break;
	case UP_DIALLING:
	case UP_SECURING:
	case UP_OPENING:
	case UP_RESUMING:
	case UP_ENABLING:
		if (now >= e->deadline) {
			uplink_edge_again(e, CAUSE_ESTABLISH_TIMEOUT, NULL);
			return;
		}
		break;
	case UP_LOOKING:
	case UP_ENDING:
	case UP_OVER:
		break;
	}
	uplink_edge_arm(e);
}

/* --- dialling -------------------------------------------------------------- */

/* All addresses of the host share the time there is for a session. */
static void dial(struct uplink_edge *e)
{
	uint64_t within = e->link->set->establish_ms;

	e->phase = UP_DIALLING;
	e->deadline = now_of(e) + within;
	e->race = conn_race_new(e->link->loop, e->link->conns, &race_ops, e);
	conn_race_start(e->race, e->where, uplink_patience(within, e->where->n));
	uplink_edge_arm(e);
}

static void leave_dial(struct uplink_edge *e)
{
	conn_race_free(&e->race);
	free(e->where);
	e->where = NULL;
}

static void on_located(void *arg, uint64_t id, const struct location *where)
{
	struct uplink_edge *e = arg;

	(void)id;
	if (where->cause != CAUSE_NONE) {
		uplink_edge_again(e, where->cause, where->words);
		return;
	}
	e->where = mem_alloc(sizeof *e->where);
	*e->where = *where;
	dial(e);
}

/* The configuration says where it is: no lookup. */
static void located_by_hand(struct uplink_edge *e)
{
	e->where = mem_zalloc(sizeof *e->where);
	e->where->n = 1;
	e->where->attempt[0].at = *e->set->at;
	dial(e);
}

void uplink_edge_begin(struct uplink_edge *e)
{
	static uint64_t lookups;

	if (e->timer == NULL)
		e->timer = timer_new(e->link->loop, on_timer, e);
	if (e->set->at != NULL) {
		located_by_hand(e);
		return;
	}
	e->phase = UP_LOOKING;
	e->lookup = ++lookups;
	uplink_peer_locate(e->link->dns, e->set, e->lookup, on_located, e);
	uplink_edge_arm(e);
}

void uplink_edge_noted(struct uplink_edge *e, enum cause cause, struct view words)
{
	e->failure = cause;
	snprintf(e->failure_words, sizeof e->failure_words, "%.*s", VIEW_ARG(words));
	e->noted = true;
}

/* The connection is over, and the session with it if there is none any more. */
static uint64_t next_delay(struct uplink_edge *e, bool was_up)
{
	uint64_t resume_ms = e->sm != NULL ? e->resume_ms : UINT64_MAX, delay;

	if (was_up && uplink_was_steady(now_of(e) - e->up_since))
		e->failures = 0;
	else
		e->failures++;
	delay = uplink_redial_delay(was_up ? 0 : e->failures, resume_ms, e->link->set,
	                            rng_below(UINT32_MAX));
	log_event(LOG_INFO, "link-waits", LOG_S("edge", e->set->host), LOG_N("ms", delay),
	          LOG_N("failures", e->failures));
	return delay;
}

void uplink_edge_again(struct uplink_edge *e, enum cause cause, const char *words)
{
	bool was_up = e->phase == UP_READY;

	log_event(e->link->drained != NULL ? LOG_INFO : LOG_WARN, "link-down",
	          LOG_S("edge", e->set->host), LOG_S("cause", cause_label(cause)),
	          LOG_S("words", words != NULL ? words : cause_words(cause)),
	          LOG_N("unacknowledged", e->sm != NULL ? sm_unacked(e->sm) : 0));
	if (!e->noted)
		uplink_edge_noted(e, cause, view_of(words));
	e->noted = false;
	conn_free(&e->conn);
	leave_dial(e);
	if (e->phase == UP_OVER || e->link->drained != NULL) {
		e->phase = UP_OVER;
		uplink_session_over(e);
		uplink_edge_arm(e);
		uplink_one_over(e->link);
		return;
	}
	if (was_up)
		e->resume_until = now_of(e) + e->resume_ms;
	e->phase = UP_WAITING;
	e->asked = false;
	if (e->ended || e->previd == NULL)
		uplink_session_over(e);
	e->deadline = now_of(e) + next_delay(e, was_up);
	uplink_edge_arm(e);
	uplink_changed(e->link);
}

void uplink_edge_clear(struct uplink_edge *e)
{
	if (e->phase == UP_LOOKING)
		locate_cancel(e->link->dns, e->lookup);
	uplink_session_forget(e);
	conn_free(&e->conn);
	timer_free(&e->timer);
	uplink_held_clear(e);
	timer_free(&e->answer_timer);
	sm_free(&e->sm);
	free(e->previd);
	leave_dial(e);
}

void uplink_edge_drain(struct uplink_edge *e)
{
	if (e->phase == UP_READY) {
		uplink_session_farewell(e);
		return;
	}
	if (e->phase == UP_LOOKING)
		locate_cancel(e->link->dns, e->lookup);
	conn_free(&e->conn);
	leave_dial(e);
	e->phase = UP_OVER;
	uplink_session_over(e);
	uplink_edge_arm(e);
}

/* --- the connection -------------------------------------------------------- */

/* An address that takes the call and says nothing leaves time for those behind it. */
static uint64_t securing_ms(const struct uplink_edge *e)
{
	uint64_t now = now_of(e), left = e->deadline > now ? e->deadline - now : 0;

	return e->where->n > 1 ? left / 2 + 1 : 0;
}

static void log_missed(const struct uplink_edge *e, const struct address *at, const char *words)
{
	char text[ADDRESS_MAX];

	log_event(LOG_INFO, "link-dial-failed", LOG_S("edge", e->set->host),
	          LOG_S("address", address_print(at, text)), LOG_S("words", words));
}

static void on_connected(void *arg, struct conn *c, const struct attempt *at)
{
	struct uplink_edge *e = arg;

	e->at = at->at;
	e->conn = c;
	e->noted = false; /* what was missed before counts no more */
	conn_set_owner(c, &conn_ops, e);
	e->phase = UP_SECURING;
	conn_direct_tls(e->conn, e->link->tls, TLS_CLIENT, e->set->host, securing_ms(e));
}

/* What answers there is no edge, or not this one: the host's other addresses come next, in
 * the same time. */
static void next_address(struct uplink_edge *e, enum cause cause, const char *words)
{
	if (words == NULL)
		words = cause_words(cause);
	log_missed(e, &e->at, words);
	if (!e->noted)
		uplink_edge_noted(e, cause, view_of(words));
	conn_free(&e->conn);
	e->phase = UP_DIALLING;
	conn_race_next(e->race);
	uplink_edge_arm(e);
}

static void on_missed(void *arg, const struct attempt *at, const char *words)
{
	struct uplink_edge *e = arg;
	struct buf which = { 0 };
	char text[ADDRESS_MAX];

	log_missed(e, &at->at, words);
	if (e->noted && e->failure != CAUSE_CONNECT_FAILED)
		return; /* what answered, and how, says more */
	buf_printf(&which, "%s %s", address_print(&at->at, text), words);
	uplink_edge_noted(e, CAUSE_CONNECT_FAILED, buf_view(&which));
	buf_free(&which);
}

static void on_failed(void *arg)
{
	struct uplink_edge *e = arg;

	uplink_edge_again(e, e->noted ? e->failure : CAUSE_CONNECT_FAILED, NULL);
}

static const struct conn_race_ops race_ops = {
	.connected = on_connected,
	.missed = on_missed,
	.failed = on_failed,
};

static void on_secured(void *arg)
{
	struct uplink_edge *e = arg;
	const struct uplink_settings *set = e->link->set;
	struct stream_settings s = {
		.role = STREAM_INITIATING,
		.from = view_of(set->name),
		.to = view_of(e->set->host),
		.both_ways = true,
		.before = set->limits,
		.after = set->limits,
		.establish_ms = set->establish_ms,
		.silence_ms = 2 * set->keepalive_ms,
	};
	enum cause cause = uplink_peer_refused(e->conn, e->set->host);
	struct buf names = { 0 }, shown = { 0 };

	if (cause != CAUSE_NONE) {
		conn_describe_peer(e->conn, &names);
		log_event(LOG_WARN, "link-refused", LOG_S("edge", e->set->host),
		          LOG_S("cause", cause_label(cause)),
		          LOG_V("certificate", buf_view(&names)));
		buf_printf(&shown, "it shows a certificate for %s", buf_cstr(&names));
		uplink_edge_noted(e, cause, buf_view(&shown));
		buf_free(&shown);
		buf_free(&names);
		next_address(e, cause, NULL);
		return;
	}
	leave_dial(e);
	e->phase = UP_OPENING;
	conn_open(e->conn, &s);
	stream_allow_extension(conn_stream(e->conn), NS_LINK);
}

static void on_event(void *arg, struct stream_event *ev)
{
	struct uplink_edge *e = arg;

	e->heard = now_of(e);
	uplink_session_event(e, ev);
	uplink_edge_arm(e);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct uplink_edge *e = arg;

	if (e->phase == UP_SECURING) {
		next_address(e, cause, words);
		return;
	}
	if (e->phase == UP_ENDING && e->link->drained != NULL)
		e->phase = UP_OVER;
	uplink_edge_again(e, cause, words);
}

static const struct conn_ops conn_ops = {
	.secured = on_secured,
	.event = on_event,
	.ended = on_ended,
};
