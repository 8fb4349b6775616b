/* Fences, what must not be seen before them, and what steps only do. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/mem.h"

static void inconclusive(struct judging *g, const struct step *s, size_t end, const char *words)
{
	found(g, s->number, VERDICT_INCONC, CLASS_NONE, end, "step %u `%s`: %s", s->number, s->text,
	      words);
}

static void harness_failed(struct judging *g, const struct step *s, size_t end,
                           const char *words)
{
	found(g, s->number, VERDICT_ERROR, CLASS_NONE, end, "step %u `%s`: %s", s->number, s->text,
	      words);
}

/* --- fences --------------------------------------------------------------------------- */

static size_t fence_event(struct judging *g, const char *name, const char *what)
{
	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_FENCE && e->name != NULL && strcmp(e->name, name) == 0 &&
		    view_is(e->text, what))
			return i;
	}
	return NOWHERE;
}

/* The receiver got the message with this nonce before it is said to have. */
static bool has_come(struct judging *g, const struct step *s, size_t arrived)
{
	const char *nonce = g->h->event[arrived].value;

	for (size_t i = 0; i < arrived; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_RECV && is_by(e, s->arg[2]) &&
		    (strcmp(name_at(g, i), "message") == 0 ||
		     strcmp(name_at(g, i), "MESSAGE") == 0) &&
		    view_find(e->text, view_of(nonce)) < e->text.n)
			return true;
	}
	return false;
}

static bool has_drained(const struct judging *g, const struct step *s, size_t sent)
{
	if (s->arg[3] == NULL)
		return true;
	for (size_t i = 0; i < sent; i++)
		if (g->h->event[i].kind == EVENT_DRAINED && g->h->event[i].step == s->number &&
		    is_by(&g->h->event[i], s->arg[3]))
			return true;
	return false;
}

static bool only_once(const struct judging *g, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < g->h->n; i++)
		n += g->h->event[i].kind == EVENT_FENCE && g->h->event[i].name != NULL &&
		     strcmp(g->h->event[i].name, name) == 0;
	return n <= 2;
}

void rule_fence(struct judging *g, const struct step *s, size_t end)
{
	size_t sent = fence_event(g, s->arg[0], "sent");
	size_t arrived = fence_event(g, s->arg[0], "arrived");
	bool whole = sent != NOWHERE && arrived != NOWHERE && sent < arrived && arrived < end;

	if (!is_done(g, s)) {
		if (whole)
			harness_failed(g, s, end, "the fence arrived, and the player says it did not");
		else
			inconclusive(g, s, end, "the fence did not arrive");
	} else if (!whole || g->h->event[sent].value == NULL ||
	           g->h->event[sent].value[0] == '\0' || g->h->event[arrived].value == NULL ||
	           strcmp(g->h->event[sent].value, g->h->event[arrived].value) != 0 ||
	           !only_once(g, s->arg[0])) {
		harness_failed(g, s, end, "the log does not show the fence");
	} else if (!has_drained(g, s, sent)) {
		harness_failed(g, s, end, "the fence was sent before the other was drained");
	} else if (!has_come(g, s, arrived)) {
		harness_failed(g, s, end, "the log does not show the fence's message");
	} else {
		found(g, s->number, VERDICT_PASS, CLASS_NONE, arrived, "step %u `%s`: pass", s->number,
		      s->text);
	}
}

/* Where the fence arrived; NOWHERE, and a finding, when it did not. */
static size_t fenced(struct judging *g, const struct step *s, size_t end, const char *name)
{
	size_t arrived = fence_event(g, name, "arrived");

	if (arrived == NOWHERE || arrived > end) {
		if (is_done(g, s))
			harness_failed(g, s, end, "the player says that the fence arrived; it did not");
		else
			inconclusive(g, s, end, "the fence did not arrive");
		return NOWHERE;
	}
	if (!is_done(g, s)) {
		harness_failed(g, s, end, "the fence arrived; the player says that it did not");
		return NOWHERE;
	}
	return arrived;
}

/* --- absence ----------------------------------------------------------------------------- */

struct unbound {
	struct judging *g;
	char *name;
};

static void find_unbound(void *arg, const struct payload_name *n)
{
	struct unbound *u = arg;
	struct view value;

	if (!n->binds && u->name == NULL && !bindings_get(u->g->vars, n->name, &value))
		u->name = view_dup(n->name);
}

/* A pattern with a name that has no value matches nothing, and so would pass. */
static bool is_whole(struct judging *g, const struct step *s, const struct step *pattern,
                     size_t end)
{
	struct unbound u = { g, NULL };

	for (size_t i = 0; i < pattern->n_payload; i++)
		payload_names(pattern->payload[i], find_unbound, &u);
	if (u.name == NULL)
		return true;
	found(g, s->number, VERDICT_ERROR, CLASS_NONE, end,
	      "step %u `%s`: $%s has no value, so nothing could match", s->number, s->text, u.name);
	free(u.name);
	return false;
}

/* Was the sender told no in this case, by what a step has taken? */
static bool was_refused(struct judging *g)
{
	for (size_t i = 0; i < g->c->n_step; i++) {
		const struct step *s = &g->c->step[i];
		size_t event = g->step[s->number].claimed;
		const char *name, *type;

		if (event == NOWHERE)
			continue;
		name = name_at(g, event);
		type = attribute_at(g, event, "type");
		if (status_at(g, event) >= 300 || strcmp(name, "error") == 0 ||
		    strcmp(name, "failure") == 0 ||
		    strcmp(type, "error") == 0 || strcmp(type, "invalid") == 0)
			return true;
	}
	return false;
}

static void was_seen(struct judging *g, const struct step *s, size_t end, size_t event,
                     enum fail_class k)
{
	char *got = glimpse(&g->h->event[event]);

	failed(g, s, end, event, k, got)->got = got;
	g->unit[event].blamed = true;
}

static void rule_got_nothing(struct judging *g, const struct step *s, size_t end)
{
	size_t arrived = fenced(g, s, end, s->arg[2]), since = 0;
	const struct step *pattern = s;
	struct bindings *kept = g->vars;
	bool seen = false;

	if (arrived == NOWHERE)
		return;
	for (size_t i = 0; i < g->c->n_step && s->arg[0] != NULL; i++) {
		const struct step *by = &g->c->step[i];

		/* lint: bound by a step that received it with a pattern */
		if ((by->verb == VERB_GETS || by->verb == VERB_GETS_ONE_OF) && by->arg[0] != NULL &&
		    strcmp(by->arg[0], s->arg[0]) == 0)
			pattern = by;
	}
	if (pattern != s) {
		if (g->step[pattern->number].claimed == NOWHERE) {
			inconclusive(g, s, end, "what it is about was never received");
			return;
		}
		since = g->step[pattern->number].claimed + 1;
	}
	if (!is_whole(g, s, pattern, end))
		return;
	g->vars = bindings_copy(kept);	/* nothing is bound by what must not be */
	for (size_t i = since; i < arrived && !seen; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_RECV || !is_by(e, actor_of(g, s)) || holds_fence(g, i) ||
		    is_retransmission(e) || !matches_any(g, pattern, i, NULL))
			continue;
		was_seen(g, s, end, i, was_refused(g) ? CLASS_SAYS_DOES :
		                       pattern != s ? CLASS_SURPLUS : CLASS_ACCEPTED);
		seen = true;
	}
	bindings_free(&g->vars);
	g->vars = kept;
	if (!seen)
		fulfilled(g, s, end, arrived);
}

/* On any connection, and to the end of the log: a leak does not wait. */
static void rule_nothing_clear(struct judging *g, const struct step *s, size_t end)
{
	struct bindings *kept = g->vars;
	bool seen = false;

	if (!is_whole(g, s, s, end))
		return;
	g->vars = bindings_copy(kept);
	for (size_t i = 0; i < g->h->n && !seen; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_RECV || e->tls || !is_by(e, actor_of(g, s)) ||
		    !matches_any(g, s, i, NULL))
			continue;
		was_seen(g, s, end, i, CLASS_LEAK);
		seen = true;
	}
	bindings_free(&g->vars);
	g->vars = kept;
	if (!seen)
		fulfilled(g, s, end, end);
}

static bool is_below(struct view name, struct view domain)
{
	if (view_ends(domain, VIEW(".")))
		domain.n--;
	if (view_ieq(name, domain))
		return true;
	return name.n > domain.n && name.p[name.n - domain.n - 1] == '.' &&
	       view_ieq(view_from(name, name.n - domain.n), domain);
}

static void rule_asked_no_dns(struct judging *g, const struct step *s, size_t end)
{
	size_t arrived = fenced(g, s, end, s->arg[1]);

	for (size_t i = 0; arrived != NOWHERE && i < arrived; i++)
		if (g->h->event[i].kind == EVENT_DNS &&
		    is_below(view_of(g->h->event[i].value), view_of(s->arg[0]))) {
			failed(g, s, end, i, CLASS_SURPLUS, "the name was asked for");
			return;
		}
	if (arrived != NOWHERE)
		fulfilled(g, s, end, arrived);
}

static void rule_not_connected(struct judging *g, const struct step *s, size_t end)
{
	size_t arrived = fenced(g, s, end, s->arg[0]);

	for (size_t i = 0; arrived != NOWHERE && i < arrived; i++)
		if (g->h->event[i].kind == EVENT_OPEN && is_by(&g->h->event[i], actor_of(g, s)) &&
		    g->conn[g->h->event[i].conn].in) {
			failed(g, s, end, i, CLASS_SURPLUS, "a connection came");
			return;
		}
	if (arrived != NOWHERE)
		fulfilled(g, s, end, arrived);
}

static void rule_no_line_end(struct judging *g, const struct step *s, size_t end)
{
	size_t arrived = fenced(g, s, end, s->arg[0]);

	for (size_t i = 0; arrived != NOWHERE && i < arrived; i++)
		if (g->h->event[i].kind == EVENT_RECV && g->h->event[i].unit == UNIT_SPACE &&
		    is_by(&g->h->event[i], actor_of(g, s))) {
			failed(g, s, end, i, CLASS_SURPLUS, "a line end came");
			return;
		}
	if (arrived != NOWHERE)
		fulfilled(g, s, end, arrived);
}

void rule_absent(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_GOT_NOTHING_LIKE:	rule_got_nothing(g, s, end); break;
	case VERB_SAW_NOTHING_CLEAR:	rule_nothing_clear(g, s, end); break;
	case VERB_ASKED_NO_DNS:		rule_asked_no_dns(g, s, end); break;
	case VERB_GOT_NO_LINE_END:	rule_no_line_end(g, s, end); break;
	case VERB_WAS_NOT_CONNECTED:	rule_not_connected(g, s, end); break;
	default:
		harness_failed(g, s, end, "the judge has no rule for it");
	}
}

/* --- what a step does ------------------------------------------------------------------------ */

/* What must stand in the log when a step of this verb was done. */
enum trace { TRACE_NONE, TRACE_HEADER, TRACE_TLS, TRACE_DIALBACK, TRACE_SASL, TRACE_PING,
             TRACE_OPEN, TRACE_RELOADED, TRACE_SENT };

static enum trace trace_of(enum verb v)
{
	switch ((int)v) {
	case VERB_CONNECTS: case VERB_CONNECTS_OFTEN:
		return TRACE_OPEN;
	case VERB_OPENS_STREAM: case VERB_OPENS_STREAM_AS: case VERB_ESTABLISHES:
		return TRACE_HEADER;
	case VERB_STARTS_TLS: case VERB_HANDSHAKES: case VERB_PROCEEDS_TLS:
		return TRACE_TLS;
	case VERB_AUTHENTICATES:
		return TRACE_SASL;
	case VERB_COMPLETES_DIALBACK:
		return TRACE_DIALBACK;
	case VERB_PINGS:
		return TRACE_PING;
	case VERB_RELOADS: case VERB_RELOADS_WITHOUT: case VERB_RECONFIGURES:
		return TRACE_RELOADED;
	case VERB_SAYS: case VERB_SENDS: case VERB_SUBSCRIBES: case VERB_REFRESHES:
	case VERB_UNSUBSCRIBES: case VERB_ENDS_WATCHES: case VERB_APPROVES: case VERB_REFUSES:
	case VERB_ANSWERS: case VERB_ANSWERS_TO: case VERB_SENDS_IN_DIALOG:
		return TRACE_SENT;
	default:
		return TRACE_NONE;
	}
}

static bool is_trace(struct judging *g, const struct step *s, enum trace t, size_t i)
{
	const struct event *e = &g->h->event[i];

	switch (t) {
	case TRACE_OPEN:
		return e->kind == EVENT_OPEN;
	case TRACE_HEADER:
		return e->kind == EVENT_RECV && e->unit == UNIT_HEADER;
	case TRACE_TLS:
		return e->kind == EVENT_SECURE;
	case TRACE_DIALBACK:
		return e->kind == EVENT_RECV && strcmp(name_at(g, i), "result") == 0;
	case TRACE_SASL:
		return e->kind == EVENT_RECV && (strcmp(name_at(g, i), "success") == 0 ||
		                                 strcmp(name_at(g, i), "auth") == 0);
	case TRACE_PING:
		return e->kind == EVENT_RECV &&
		       (strcmp(name_at(g, i), "iq") == 0 ||
		        (e->auto_ != NULL && strcmp(e->auto_, "ping") == 0));
	case TRACE_RELOADED:
		return e->kind == EVENT_PROCESS && e->name != NULL && strcmp(e->name, "reloaded") == 0;
	case TRACE_SENT:
		return e->kind == EVENT_SENT && e->auto_ == NULL && e->step == s->number;
	case TRACE_NONE:
		break;
	}
	return false;
}

void rule_does(struct judging *g, const struct step *s, size_t end)
{
	enum trace t = trace_of(s->verb);
	size_t event = NOWHERE;

	/* sending into a closed connection leaves no trace */
	if (t == TRACE_SENT && strstr(s->text, "closed or not") != NULL)
		t = TRACE_NONE;
	for (size_t i = 0; i < end && t != TRACE_NONE; i++) {
		if (g->unit[i].spent || !is_by(&g->h->event[i], actor_of(g, s)) ||
		    !is_trace(g, s, t, i) || (event != NOWHERE && t != TRACE_HEADER))
			continue;
		event = i;
		g->unit[i].spent = true;	/* one for each; headers come in several */
	}
	if (!is_done(g, s))
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end, "step %u `%s`: %s: %.*s",
		      s->number, s->text, g->step[s->number].value,
		      VIEW_ARG(g->h->event[end].text));
	else if (t != TRACE_NONE && event == NOWHERE)
		harness_failed(g, s, end, "the log does not show that it was done");
	else
		found(g, s->number, VERDICT_PASS, CLASS_NONE, event != NOWHERE ? event : end,
		      "step %u `%s`: done", s->number, s->text);
}
