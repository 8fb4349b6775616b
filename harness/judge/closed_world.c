/* What nobody asked for, and a system under test that went away. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "scenario/meaning.h"

/* --- crash ------------------------------------------------------------------------------- */

static bool ends_it(enum verb v)
{
	return v == VERB_TERMINATES || v == VERB_RESTARTS || v == VERB_KILLS ||
	       v == VERB_KILLS_OUTSIDE || v == VERB_KILLS_PART || v == VERB_STOPS_PART;
}

/* What told it to end: the first stop, restart or kill that began and was not used
 * yet.  VERB_COUNT: nothing did. */
static enum verb told_by(const struct judging *g, size_t at, size_t *used)
{
	size_t told = 0;

	for (size_t i = 0; i < at; i++) {
		const struct event *e = &g->h->event[i];
		enum verb v = e->step > 0 ? g->c->step[e->step - 1].verb : VERB_COUNT;

		if (e->kind == EVENT_BEGIN && ends_it(v) && told++ == *used) {
			++*used;
			return v;
		}
	}
	return VERB_COUNT;
}

static enum actor_kind kind_of(const struct judging *g, const char *name)
{
	for (size_t i = 0; i < g->c->n_cast; i++)
		if (strcmp(g->c->cast[i].name.text, name) == 0)
			return g->c->cast[i].kind;
	return ACTOR_GATEWAY; /* the hidden one */
}

/* Who is told to end does so with status 0; who is killed, by that signal. */
static bool ended_as_told(enum verb by, const char *value)
{
	bool killed = by == VERB_KILLS || by == VERB_KILLS_OUTSIDE || by == VERB_KILLS_PART;

	return value != NULL && strcmp(value, killed ? "-9" : "0") == 0;
}

static void find_crashes(struct judging *g)
{
	size_t used = 0;

	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];
		enum verb by;

		if (e->kind != EVENT_PROCESS || e->actor == NULL || e->name == NULL ||
		    strcmp(e->name, "exited") != 0)
			continue;
		if (kind_of(g, e->actor) != ACTOR_SUT)
			found(g, 0, VERDICT_INCONC, CLASS_NONE, i,
			      "the partner of %s ended (%s)", e->actor,
			      e->value != NULL ? e->value : "?");
		else if ((by = told_by(g, i, &used)) == VERB_COUNT)
			found(g, 0, VERDICT_FAIL, CLASS_CRASH, i,
			      "%s ended (%s), and nobody had told it to", e->actor,
			      e->value != NULL ? e->value : "?");
		else if (!ended_as_told(by, e->value))
			found(g, 0, VERDICT_FAIL, CLASS_CRASH, i,
			      "%s ended with %s when it was told to", e->actor,
			      e->value != NULL ? e->value : "?");
	}
}

/* --- surplus -------------------------------------------------------------------------------- */

static bool is_error(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	return e->kind == EVENT_RECV && e->unit == UNIT_ELEMENT &&
	       strcmp(name_at(g, at), "error") == 0;
}

/* The end of a stream follows from an error on it, from our own end, and from
 * a system that was told to stop or to think anew; and who opened a connection
 * may end it when it is of no more use. */
static bool end_is_due(struct judging *g, size_t at)
{
	const struct event *end = &g->h->event[at];

	for (size_t i = 0; i < at; i++) {
		const struct event *e = &g->h->event[i];
		enum verb v = e->step > 0 ? g->c->step[e->step - 1].verb : VERB_COUNT;

		if (e->kind == EVENT_BEGIN &&
		    (ends_it(v) || v == VERB_RELOADS || v == VERB_RELOADS_WITHOUT ||
		     v == VERB_RECONFIGURES))
			return true;
		if (e->conn != end->conn)
			continue;
		if (e->kind == EVENT_OPEN && e->name != NULL && strcmp(e->name, "in") == 0)
			return true;
		if (e->kind == EVENT_SENT && e->unit == UNIT_STREAM_END)
			return true;
		if (is_error(g, i))
			return true;
	}
	return false;
}

/* What belongs to being closed: the end, and one error that says why. */
static bool is_closing(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	if (e->unit == UNIT_STREAM_END)
		return true;
	for (size_t i = 0; i < at; i++)
		if (g->h->event[i].conn == e->conn && is_error(g, i))
			return false;
	return is_error(g, at);
}

/* `tolerate` steps of the actor, whatever their group: it may have come late. */
static bool is_tolerated(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	for (size_t i = 0; i < g->c->n_step; i++) {
		const struct step *t = &g->c->step[i];
		bool secure = t->security == SECURITY_ANY ||
		              (t->security == SECURITY_TLS) == e->tls;

		if (t->strength != STEP_TOLERATED || !is_by(e, actor_of(g, t)) ||
		    g->step[t->number].begin == NOWHERE || g->step[t->number].begin > at + 1)
			continue;
		if (t->verb == VERB_IS_CLOSED ? is_closing(g, at)
		                              : secure && matches_any(g, t, at, NULL)) {
			tolerated(g, t->text);
			return true;
		}
	}
	return false;
}

/* RFC 6665 4.2.2: a notifier that stops says so. */
static bool ends_with_the_system(struct judging *g, size_t at)
{
	if (strcmp(name_at(g, at), "NOTIFY") != 0)
		return false;
	for (size_t i = 0; i < at; i++) {
		const struct event *e = &g->h->event[i];
		enum verb v = e->step > 0 ? g->c->step[e->step - 1].verb : VERB_COUNT;

		if (e->kind == EVENT_BEGIN && (v == VERB_TERMINATES || v == VERB_RESTARTS ||
		                               v == VERB_STOPS_PART))
			return true;
	}
	return false;
}

struct moment {
	struct judging *g;
	size_t at;
};

static bool began_before(void *arg, const struct step *s)
{
	const struct moment *m = arg;
	size_t begin = m->g->step[s->number].begin;

	return begin != NOWHERE && begin <= m->at;
}

static bool watches_at_the_end(void *arg, const struct step *s)
{
	return s->verb == VERB_SUBSCRIBES && began_before(arg, s);
}

bool is_watched(struct judging *g, size_t event, size_t at)
{
	const struct unit *u = unit_at(g, event);
	struct moment m = { g, at };
	size_t actor = 0;

	while (actor < g->c->n_cast && !is_by(&g->h->event[event], g->c->cast[actor].name.text))
		actor++;
	return u != NULL && meaning_is_watched(g->c, actor, u, began_before, &m);
}

/* Its watch ends with the system, which says so. */
static bool ends_a_watch(struct judging *g, size_t event)
{
	struct moment m = { g, event };

	for (size_t i = 0; i < g->c->n_step && ends_with_the_system(g, event); i++)
		if (is_by(&g->h->event[event], actor_of(g, &g->c->step[i])) &&
		    watches_at_the_end(&m, &g->c->step[i]) &&
		    meaning_is_from(unit_at(g, event), g->c->step[i].arg[0]))
			return true;
	return false;
}

/* A handshake that a step played byte by byte, or left alone: what comes in
 * clear behind <proceed/> belongs to TLS when it is a record of it. */
static bool is_of_a_handshake(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];

	if (e->unit != UNIT_RAW || e->tls ||
	    (!view_starts(e->text, VIEW("\x15\x03")) &&
	     !view_starts(e->text, VIEW("\x16\x03"))))
		return false;
	for (size_t i = 0; i < at; i++)
		if (g->h->event[i].conn == e->conn && g->h->event[i].unit == UNIT_ELEMENT &&
		    strcmp(name_at(g, i), "proceed") == 0)
			return true;
	return false;
}

static bool is_crlf(struct view text)
{
	return text.n > 0 && memchr(text.p, '\r', text.n) != NULL;
}

/* Automation that is listed where it was used. */
static void list_automation(struct judging *g, const char *word)
{
	static const struct {
		const char *word, *name;
	} listed[] = { { "sm", "stream-management" },
		       { "own-dialback", "own-dialback" },
		       { "trying", "trying" },
		       { "retransmission", "retransmission" },
		       { "options", "options" },
		       { "refresh", "refresh" } };

	for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++)
		if (strcmp(word, listed[i].word) == 0)
			tolerated(g, listed[i].name);
}

static void find_surplus(struct judging *g)
{
	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];
		char *what;

		if (e->kind != EVENT_RECV || g->unit[i].claimed || g->unit[i].blamed)
			continue;
		if (e->unit == UNIT_SPACE) {
			tolerated(g,
			          is_crlf(e->text) ? "crlf-keepalive" : "whitespace-keepalive");
			continue;
		}
		if (e->auto_ != NULL)
			list_automation(g, e->auto_);
		if (!is_for_steps(g, i) || is_tolerated(g, i))
			continue;
		if (is_watched(g, i, i) || ends_a_watch(g, i)) {
			tolerated(g, "watched-presence");
			continue;
		}
		if (e->unit == UNIT_STREAM_END && end_is_due(g, i)) {
			tolerated(g, "stream-end");
			continue;
		}
		if (is_of_a_handshake(g, i)) {
			tolerated(g, "tls-record");
			continue;
		}
		what = glimpse(e);
		found(g, 0, VERDICT_FAIL, CLASS_SURPLUS, i,
		      "surplus: %s received what no step expects: %s", e->actor, what)
		        ->got = what;
	}
}

void world_is_closed(struct judging *g)
{
	find_crashes(g);
	sip_is_checked(g);
	streams_are_checked(g);
	users_are_checked(g);
	/* A scene that broke off has not said all that it expects. */
	if (!g->stopped)
		find_surplus(g);
}
