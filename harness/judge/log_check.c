/* Is it the log of one playing of this case, whole and in order? */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/mem.h"

/* What the harness plays where the cast names none. */
static const char *const hidden[] = { "gateway", "front-end" };

static bool wrong(struct judging *g, size_t event, const char *why)
{
	uint64_t n = event < g->h->n ? g->h->event[event].n : 0;

	found(g, 0, VERDICT_ERROR, CLASS_NONE, event, "the log, event %" PRIu64 ": %s", n, why);
	return false;
}

static bool is_known_actor(const struct judging *g, const char *name)
{
	for (size_t i = 0; i < g->c->n_cast; i++)
		if (strcmp(g->c->cast[i].name.text, name) == 0)
			return true;
	return strcmp(name, hidden[0]) == 0 || strcmp(name, hidden[1]) == 0;
}

/* --- order of steps ------------------------------------------------------------------ */

static bool is_awaited(const struct step *s, const struct step *other)
{
	if (other->strength == STEP_TOLERATED)
		return false;
	if (other->group != s->group)
		return other->group < s->group;
	/* Fences run beside the steps of both their actors. */
	return other->number < s->number && other->actor == s->actor &&
	       other->verb != VERB_FENCE && s->verb != VERB_FENCE;
}

static bool step_begins(struct judging *g, size_t i, const struct step *s)
{
	if (g->step[s->number].begin != NOWHERE)
		return wrong(g, i, "a step begins twice");
	g->step[s->number].begin = i;
	for (size_t k = 0; k < g->c->n_step && s->strength != STEP_TOLERATED; k++) {
		const struct step *other = &g->c->step[k];
		const struct seen_step *seen = &g->step[other->number];

		if (!is_awaited(s, other) || seen->end != NOWHERE)
			continue;
		/* a stopped scene leaves its other steps behind */
		if (seen->begin == NOWHERE && s->phase == PHASE_AFTER)
			continue;
		return wrong(g, i, "a step begins before one that it must wait for has ended");
	}
	return true;
}

static bool step_ends(struct judging *g, size_t i, const struct step *s)
{
	static const char *const values[] = { "done", "timeout", "failed", "skipped" };
	struct seen_step *seen = &g->step[s->number];
	const char *value = g->h->event[i].value;
	bool known = false;

	for (size_t k = 0; k < 4 && value != NULL; k++)
		known = known || strcmp(value, values[k]) == 0;
	if (!known)
		return wrong(g, i, "a step ends in no known way");
	if (seen->end != NOWHERE)
		return wrong(g, i, "a step ends twice");
	if (seen->begin == NOWHERE && strcmp(value, "skipped") != 0)
		return wrong(g, i, "a step ends that did not begin");
	seen->end = i;
	seen->value = value;
	return true;
}

/* --- connections ------------------------------------------------------------------------ */

static bool conn_opens(struct judging *g, size_t i, struct seen_conn *c)
{
	const struct event *e = &g->h->event[i];

	if (c->actor != NULL)
		return wrong(g, i, "a connection opens twice");
	if (e->actor == NULL || e->name == NULL)
		return wrong(g, i, "a connection of nobody");
	c->actor = e->actor;
	c->in = strcmp(e->name, "in") == 0;
	c->opened = i;
	c->datagrams = view_is(e->text, "udp");
	c->header_due = true;
	return true;
}

/* "stream:stream" of a header or an end tag; the declaration is skipped. */
static struct view tag_of(struct view text)
{
	size_t from = 0, n = 0;

	text = view_trim(text);
	if (view_starts(text, VIEW("<?")))
		text = view_trim(view_from(text, view_find(text, VIEW("?>")) + 2));
	while (from < text.n && (text.p[from] == '<' || text.p[from] == '/'))
		from++;
	text = view_from(text, from);
	while (n < text.n && strchr(" \t\r\n/>", text.p[n]) == NULL)
		n++;
	text.n = n;
	return text;
}

static bool ends_stream(struct judging *g, size_t i, const struct seen_conn *c)
{
	return c->header != NOWHERE && unit_at(g, i) != NULL &&
	       view_eq(tag_of(g->h->event[i].text), tag_of(g->h->event[c->header].text));
}

/* RFC 6120 4.2, 5.4.3.3, 6.4.6: a stream begins with a header, and begins
 * anew behind TLS and SASL.  A stream error may be all that comes. */
static bool unit_comes(struct judging *g, size_t i, struct seen_conn *c)
{
	const struct event *e = &g->h->event[i];

	if (e->kind == EVENT_RECV && c->closed != NOWHERE &&
	    strcmp(g->h->event[c->closed].value, "local") != 0)
		return wrong(g, i, "something was received on a closed connection");
	/* the answer to SASL ends the old stream in silence */
	if (e->unit == UNIT_ELEMENT && strcmp(name_at(g, i), "success") == 0)
		c->header_due = true;
	if (e->kind != EVENT_RECV)
		return true;
	if (e->tls != (c->secured != NOWHERE))
		return wrong(g, i, e->tls ? "inside TLS, which did not begin"
		                          : "in clear on a connection that has TLS");
	c->serves = c->serves || (e->auto_ != NULL && strcmp(e->auto_, "dialback") == 0 &&
	                          strcmp(name_at(g, i), "verify") == 0);
	if (c->ended != NOWHERE && e->unit != UNIT_SPACE)
		found(g, 0, VERDICT_FAIL, CLASS_SURPLUS, i,
		      "%s received something behind the end of the stream", e->actor);
	if (e->unit == UNIT_STREAM_END) {
		if (!ends_stream(g, i, c))
			found(g, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER, i,
			      "%s received an end tag that ends no stream", e->actor);
		c->ended = i;
	}
	if (e->unit == UNIT_HEADER) {
		c->header_due = false;
		c->header = i;
	} else if (e->unit == UNIT_ELEMENT && c->header_due && strcmp(name_at(g, i), "error") != 0 &&
	           strcmp(name_at(g, i), "success") != 0) {
		found(g, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER, i,
		      "%s received <%s/> before the stream's header", e->actor, name_at(g, i));
		c->header_due = false;
	}
	return true;
}

static bool conn_event(struct judging *g, size_t i)
{
	const struct event *e = &g->h->event[i];
	struct seen_conn *c = &g->conn[e->conn];

	if (e->kind == EVENT_OPEN)
		return conn_opens(g, i, c);
	if (c->actor == NULL)
		/* a connection that was refused never opened */
		return e->kind == EVENT_CLOSE || e->kind == EVENT_DRAINED ||
		       wrong(g, i, "a connection that was never opened");
	if (e->kind == EVENT_SECURE) {
		if (c->secured != NOWHERE)
			return wrong(g, i, "TLS begins twice");
		c->secured = i;
		c->header_due = true;
	} else if (e->kind == EVENT_CLOSE) {
		if (c->closed != NOWHERE || e->value == NULL)
			return wrong(g, i, "a connection closes twice, or in no way");
		c->closed = i;
	} else if (e->kind == EVENT_RECV || e->kind == EVENT_SENT) {
		return unit_comes(g, i, c);
	}
	return true;
}

/* --- one event ------------------------------------------------------------------------------ */

static bool check_event(struct judging *g, size_t i)
{
	const struct event *e = &g->h->event[i];
	const struct step *s = NULL;

	if (e->n != i + 1)
		return wrong(g, i, "the numbers have a gap");
	if (i > 0 && e->t_us < g->h->event[i - 1].t_us)
		return wrong(g, i, "time goes back");
	if ((e->kind == EVENT_CASE) != (i == 0))
		return wrong(g, i, "`case` is the first event, and no other");
	if ((e->kind == EVENT_STOP) != (i == g->h->n - 1))
		return wrong(g, i, "`stop` is the last event, and no other");
	if (e->actor != NULL && !is_known_actor(g, e->actor))
		return wrong(g, i, "an actor who is not in the cast");
	if (e->step > g->c->n_step)
		return wrong(g, i, "a step that the case has not");
	if (e->step > 0)
		s = &g->c->step[e->step - 1];
	if ((e->kind == EVENT_RECV || e->kind == EVENT_SENT) &&
	    (e->actor == NULL || e->conn == 0 || e->unit == UNIT_NONE))
		return wrong(g, i, "a unit of nobody");
	if ((e->kind == EVENT_BEGIN || e->kind == EVENT_END) && s == NULL)
		return wrong(g, i, "a step without number");
	if (e->kind == EVENT_BEGIN && !step_begins(g, i, s))
		return false;
	if (e->kind == EVENT_END && !step_ends(g, i, s))
		return false;
	if (e->kind == EVENT_RECV && e->unit != UNIT_HEADER)
		g->unit[i].header = g->conn[e->conn].header;
	if (e->kind == EVENT_RECV && e->auto_ != NULL && !automation_fits(g, i))
		return wrong(g, i, "automation took what is none of its business");
	return e->conn == 0 || conn_event(g, i);
}

static bool check_ends(struct judging *g)
{
	const struct event *e = &g->h->event[g->h->n - 1];
	bool complete = e->value != NULL && strcmp(e->value, "complete") == 0;

	if (e->value == NULL || strcmp(e->value, "error") == 0) {
		found(g, 0, VERDICT_ERROR, CLASS_NONE, g->h->n - 1, "the harness failed: %.*s",
		      VIEW_ARG(e->text));
		return false;
	}
	if (!complete && strcmp(e->value, "budget") != 0)
		return wrong(g, g->h->n - 1, "it stopped in no known way");
	if (!complete)
		found(g, 0, VERDICT_INCONC, CLASS_NONE, g->h->n - 1,
		      "the budget was used up before the scene was over");
	for (size_t i = 0; i < g->c->n_step; i++)
		if (g->c->step[i].strength != STEP_TOLERATED && complete &&
		    g->step[g->c->step[i].number].end == NOWHERE)
			return wrong(g, g->h->n - 1, "a step has no end");
	return true;
}

static void make_room(struct judging *g)
{
	for (size_t i = 0; i < g->h->n; i++)
		if (g->h->event[i].conn > g->n_conn)
			g->n_conn = g->h->event[i].conn;
	/* Numbers rise one by one; a log that says otherwise costs no memory. */
	if (g->n_conn > g->h->n)
		g->n_conn = 0;
	g->unit = mem_array(g->h->n + 1, sizeof *g->unit);
	g->conn = mem_array(g->n_conn + 1, sizeof *g->conn);
	g->step = mem_array(g->c->n_step + 1, sizeof *g->step);
	for (size_t i = 0; i < g->h->n; i++)
		g->unit[i].header = NOWHERE;
	for (size_t i = 0; i <= g->n_conn; i++)
		g->conn[i] = (struct seen_conn){ .opened = NOWHERE, .secured = NOWHERE,
			.closed = NOWHERE, .ended = NOWHERE, .header = NOWHERE };
	for (size_t i = 0; i <= g->c->n_step; i++)
		g->step[i].begin = g->step[i].end = g->step[i].claimed = NOWHERE;
}

bool log_check(struct judging *g)
{
	const struct event *first = g->h->event;

	make_room(g);
	if (g->h->n < 2)
		return wrong(g, 0, "it is empty");
	if (first->kind != EVENT_CASE || first->name == NULL || strcmp(first->name, g->c->id) != 0)
		return wrong(g, 0, "it does not begin with this case");
	for (size_t i = 0; i < g->h->n; i++) {
		if (g->h->event[i].conn > g->n_conn)
			return wrong(g, i, "a connection with an impossible number");
		if (!check_event(g, i))
			return false;
	}
	return check_ends(g);
}
