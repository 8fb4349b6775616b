/* Verbs that put bytes on the wire. */
#include <inttypes.h>
#include <string.h>

#include "cast/inside.h"
#include "cast/line.h"
#include "cast/sip_agent.h"
#include "cast/verbs.h"
#include "lib/text.h"
#include "scenario/counted.h"

/* `closed or not` has no slot of its own in the form. */
static bool may_be_closed(const struct act *a)
{
	return strstr(a->step->text, "closed or not") != NULL;
}

static bool is_user(const struct role *r)
{
	return r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER;
}

static bool fill(struct act *a, size_t size, struct buf *out)
{
	struct fault f = { 0 };

	if (!payload_fill(a->step->payload[0], a->step->verb == VERB_SENDS_RAW, size,
	                  a->stage->vars, &a->stage->rng, out, &f)) {
		stage_fault(a->stage, &f);
		return act_fail(a, "the payload could not be made");
	}
	stage_bound(a->stage, a->step->number, a->step->payload[0]);
	return true;
}

/* In SIP what the script leaves out is added, but not to what is raw. */
static bool complete(struct act *a, struct buf *b)
{
	struct buf whole = { 0 };
	struct line *l;

	if (!role_is_sip(a->role) || a->step->verb == VERB_SENDS_RAW)
		return true;
	l = front_end_line(a, a->role);
	if (l == NULL)
		return false;
	agent_complete(a->role, l, buf_view(b), &whole);
	buf_free(b);
	*b = whole;
	return true;
}

/* `filled to` counts what is added, too: filled once to learn how much. */
static bool fill_to(struct act *a, size_t size, struct buf *b)
{
	struct rng before = a->stage->rng;
	size_t want = size;

	for (int i = 0; i < 4; i++) {
		buf_clear(b);
		a->stage->rng = before;
		if (!fill(a, want, b) || !complete(a, b))
			return false;
		if (buf_len(b) == size || !role_is_sip(a->role))
			return true;
		want = want + size - buf_len(b);
	}
	return act_fail(a, "it cannot be made %zu bytes long", size);
}

static void put(struct act *a, struct view bytes)
{
	struct line *l;
	bool ok;

	if (role_is_sip(a->role)) {
		l = front_end_line(a, a->role);
		if (l != NULL && !agent_send(a->role, l, NULL, FOR_STEPS, bytes) &&
		    !may_be_closed(a))
			act_fail(a, "%s's connection is closed", a->role->name);
		return;
	}
	if (is_user(a->role)) {
		ok = inside_send(a->role, NULL, bytes);
	} else {
		l = verb_line(a);
		if (l == NULL)
			return;
		ok = line_send(l, NULL, bytes);
	}
	if (!ok && !may_be_closed(a))
		act_fail(a, "%s's connection is closed", a->role->name);
}

void act_SENDS(struct act *a)
{
	struct buf b = { 0 };

	if (fill(a, 0, &b) && complete(a, &b)) {
		if (act_arg(a, 0) != NULL)
			stage_save(a->stage, act_arg(a, 0), buf_view(&b));
		put(a, buf_view(&b));
	}
	buf_free(&b);
}

void act_SENDS_RAW(struct act *a)
{
	struct buf b = { 0 };

	if (fill(a, 0, &b))
		put(a, buf_view(&b));
	buf_free(&b);
}

static bool has_sent(void *arg)
{
	const struct line *l = arg;

	return conn_has_sent(l->conn) || line_is_over(l);
}

void act_SENDS_SLOWLY(struct act *a)
{
	struct line *l = role_is_sip(a->role) ? front_end_line(a, a->role) : verb_line(a);
	struct buf b = { 0 };

	if (l != NULL && fill(a, 0, &b) && complete(a, &b)) {
		if (role_is_sip(a->role))
			agent_remember(a->role, FOR_STEPS, buf_view(&b));
		if (!line_send_slowly(l, buf_view(&b)))
			act_fail(a, "%s's connection is closed", a->role->name);
		else
			act_wait(a, has_sent, l);
	}
	buf_free(&b);
}

void act_SENDS_REPEATED(struct act *a)
{
	struct buf b = { 0 };
	uint64_t n = 0;

	text_u64(view_of(act_arg(a, 0)), 1, 1000000, &n);
	for (uint64_t i = 1; i <= n && a->outcome == OUTCOME_DONE; i++) {
		buf_clear(&b);
		buf_printf(&b, "%" PRIu64, i);
		bindings_set(a->stage->vars, VIEW(COUNTED_NAME), buf_view(&b));
		buf_clear(&b);
		if (fill(a, 0, &b) && complete(a, &b))
			put(a, buf_view(&b));
	}
	buf_free(&b);
}

void act_SENDS_FILLER(struct act *a)
{
	struct buf b = { 0 };
	uint64_t size = 0;

	text_size(view_of(act_arg(a, 0)), &size);
	if (fill_to(a, (size_t)size, &b))
		put(a, buf_view(&b));
	buf_free(&b);
}

void act_RESENDS(struct act *a)
{
	struct view bytes;

	if (stage_saved(a->stage, act_arg(a, 0), &bytes))
		put(a, bytes);
	else
		act_fail(a, "$%s was not sent", act_arg(a, 0));
}

void act_CLOSES(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL && !line_end(l, NULL))
		act_fail(a, "%s's connection is closed", a->role->name);
}

void act_DROPS(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL)
		line_drop(l);
}

void act_STOPS_READING(struct act *a)
{
	struct line *l = verb_line(a);

	if (l != NULL)
		conn_stop_reading(l->conn);
}
