/* One rule per verb that expects something. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/mem.h"
#include "scenario/counted.h"
#include "scenario/meaning.h"

/* --- findings about steps --------------------------------------------------------------- */

static void contradicts(struct judging *g, const struct step *s, size_t end, const char *judged)
{
	found(g, s->number, VERDICT_ERROR, CLASS_NONE, end,
	      "step %u `%s`: the player says %s, the log says %s", s->number, s->text,
	      g->step[s->number].value, judged);
}

bool is_done(const struct judging *g, const struct step *s)
{
	return strcmp(g->step[s->number].value, "done") == 0;
}

void fulfilled(struct judging *g, const struct step *s, size_t end, size_t event)
{
	if (!is_done(g, s)) {
		contradicts(g, s, end, "that it was fulfilled");
		return;
	}
	found(g, s->number, VERDICT_PASS, CLASS_NONE, event, "step %u `%s`: pass", s->number,
	      s->text);
}

struct finding *failed(struct judging *g, const struct step *s, size_t end, size_t event,
                       enum fail_class k, const char *words)
{
	/* Absence is never hidden behind a missing tag. */
	bool counts = s->requirements.n > 0 || verb_row(s->verb)->sort == VERB_DENIES;
	enum verdict v = s->phase == PHASE_ACT && counts ? VERDICT_FAIL : VERDICT_INCONC;

	if (is_done(g, s) && verb_row(s->verb)->sort != VERB_DENIES) {
		contradicts(g, s, end, words);
		return &g->j->finding[g->j->n_finding - 1];
	}
	return found(g, s->number, v, k, event, "step %u `%s`: %s: %s", s->number, s->text,
	             class_word(k), words);
}

void no_answer(struct judging *g, const struct step *s, size_t end, const char *words)
{
	struct finding *f = failed(g, s, end, NOWHERE, CLASS_NO_ANSWER, words);

	if (f->class_ == CLASS_NO_ANSWER && f->expected == NULL)
		f->expected = waited_for(s);
}

/* --- units -------------------------------------------------------------------------------- */

static bool security_fits(const struct step *s, const struct event *e)
{
	return s->security == SECURITY_ANY || (s->security == SECURITY_TLS) == e->tls;
}

/* Does a tolerated step of the same group take it? */
static bool is_tolerated(struct judging *g, const struct step *s, size_t event)
{
	for (size_t i = 0; i < g->c->n_step; i++) {
		const struct step *t = &g->c->step[i];

		if (t->strength != STEP_TOLERATED || t->actor != s->actor || t->group != s->group ||
		    !security_fits(t, &g->h->event[event]) || !matches_any(g, t, event, NULL))
			continue;
		tolerated(g, t->text);
		return true;
	}
	return false;
}

/* What is said does not wait for presence that goes on beside it. */
static bool hears(const struct step *s)
{
	return s->verb == VERB_HEARS || s->verb == VERB_HEARS_FAILURE;
}

/* A response does not wait for a request that overtook it, nor the other way. */
static bool is_of_another_way(struct judging *g, const struct step *s, size_t event)
{
	const struct unit *u = s->n_payload != 0 ? unit_at(g, event) : NULL;

	if (u == NULL)
		return false;
	for (size_t k = 0; k < s->n_payload; k++)
		if (payload_is_about(s->payload[k], u))
			return false;
	return true;
}

size_t next_unit(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		if (g->unit[i].claimed || !is_by(&g->h->event[i], actor_of(g, s)) ||
		    !is_for_steps(g, i))
			continue;
		if (hears(s) && is_watched(g, i, end))
			continue;	/* `sees` may still want it */
		if (is_of_another_way(g, s, i))
			continue;
		if (!is_tolerated(g, s, i))
			return i;
		g->unit[i].claimed = true;
	}
	return NOWHERE;
}

void claim_unit(struct judging *g, const struct step *s, size_t end, size_t event)
{
	g->unit[event].claimed = true;
	g->step[s->number].claimed = event;
	fulfilled(g, s, end, event);
}

static bool says_no(struct judging *g, size_t event)
{
	const char *name = name_at(g, event), *type = attribute_at(g, event, "type");

	return status_at(g, event) >= 300 || strcmp(name, "error") == 0 ||
	       strcmp(name, "failure") == 0 || strcmp(type, "error") == 0 ||
	       strcmp(type, "invalid") == 0;
}

static bool says_yes(struct judging *g, size_t event)
{
	return (status_at(g, event) >= 200 && status_at(g, event) < 300) ||
	       strcmp(name_at(g, event), "success") == 0 ||
	       strcmp(name_at(g, event), "proceed") == 0 ||
	       strcmp(attribute_at(g, event, "type"), "valid") == 0;
}

/* What kind of wrong it is to get this instead. */
static enum fail_class class_of(struct judging *g, const struct step *s, size_t event)
{
	const struct event *e = &g->h->event[event];
	bool refusal = s->n_payload > 0 || s->verb == VERB_HEARS_FAILURE;

	for (size_t i = 0; i < s->n_payload; i++)
		refusal = refusal && (step_is_lesser(s, i) || payload_is_refusal(s->payload[i]));
	if (!security_fits(s, e))
		return e->tls ? CLASS_WRONG_ANSWER : CLASS_LEAK;
	if (!refusal && (says_no(g, event) || e->unit == UNIT_STREAM_END))
		return CLASS_REFUSED;
	return refusal && says_yes(g, event) ? CLASS_ACCEPTED : CLASS_WRONG_ANSWER;
}

static void wrong_answer(struct judging *g, const struct step *s, size_t end, size_t event,
                         struct mismatch *m)
{
	const struct event *e = &g->h->event[event];
	struct buf words = { 0 };
	struct finding *f;
	char *got = glimpse(e);

	if (!security_fits(s, e))
		buf_printf(&words, "%s: %s", e->tls ? "inside TLS" : "in clear", got);
	else if (m->where != NULL)
		buf_printf(&words, "%s: expected %s, got %s", m->where, m->expected, m->got);
	else
		buf_printf(&words, "got %s", got);
	f = failed(g, s, end, event, class_of(g, s, event), buf_cstr(&words));
	f->where = m->where;
	f->expected = m->expected;
	free(m->got);
	f->got = got;
	*m = (struct mismatch){ NULL, NULL, NULL };
	g->unit[event].blamed = true;
	buf_free(&words);
}

void wrong_unit(struct judging *g, const struct step *s, size_t end, size_t event)
{
	struct mismatch m = { NULL, NULL, NULL };

	wrong_answer(g, s, end, event, &m);
}

/* The executor binds what a pattern binds; it must be what the log shows. */
static bool bindings_agree(struct judging *g, const struct step *s, size_t end)
{
	struct view value;

	for (size_t i = g->step[s->number].begin; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_BIND || e->step != s->number || e->name == NULL ||
		    strchr(e->name, '.') != NULL || e->value == NULL)
			continue;
		if (!bindings_get(g->vars, view_of(e->name), &value) || !view_is(value, e->value)) {
			contradicts(g, s, end, "another value of a name");
			return false;
		}
	}
	return true;
}

/* What came does for the step, and these requirements of it are broken: the scene goes on. */
static void is_without(struct judging *g, const struct step *s, const struct words *broken,
                       size_t event, struct mismatch *m)
{
	enum verdict v = s->phase == PHASE_ACT ? VERDICT_FAIL : VERDICT_INCONC;
	enum fail_class k = class_of(g, s, event);

	for (size_t i = 0; i < broken->n; i++) {
		struct finding *f = found(g, 0, v, k, event, "step %u `%s`: %s: %s: expected %s, got %s",
		                          s->number, s->text, class_word(k),
		                          m->where != NULL ? m->where : "unit",
		                          m->expected != NULL ? m->expected : "another",
		                          m->got != NULL ? m->got : "this");

		f->step = s->number;
		f->requirement = broken->item[i].text;
		f->where = m->where != NULL ? mem_strdup(m->where) : NULL;
		f->expected = m->expected != NULL ? mem_strdup(m->expected) : NULL;
		f->got = glimpse(&g->h->event[event]);
	}
}

static void rule_gets(struct judging *g, const struct step *s, size_t end)
{
	struct mismatch m = { NULL, NULL, NULL };
	size_t event = next_unit(g, s, end), which;

	if (event == NOWHERE) {
		no_answer(g, s, end, "nothing came");
	} else if (!security_fits(s, &g->h->event[event]) ||
	           !matches_which(g, s, event, &m, &which)) {
		wrong_answer(g, s, end, event, &m);
	} else if (bindings_agree(g, s, end)) {
		claim_unit(g, s, end, event);
		if (step_is_lesser(s, which))
			is_without(g, s, &s->without[which], event, &m);
	}
	mismatch_free(&m);
}

static void rule_gets_times(struct judging *g, const struct step *s, size_t end)
{
	struct mismatch m = { NULL, NULL, NULL };
	struct counted *c = counted_new(s);
	size_t last = NOWHERE;
	struct buf words = { 0 };

	while (counted_left(c) > 0) {
		size_t at = next_unit(g, s, end);

		if (at == NOWHERE || !security_fits(s, &g->h->event[at]) || unit_at(g, at) == NULL ||
		    !counted_take(c, unit_at(g, at), g->vars, &m)) {
			if (at != NOWHERE)
				wrong_answer(g, s, end, at, &m);
			break;
		}
		g->unit[at].claimed = true;
		last = at;
	}
	if (counted_left(c) == 0) {
		claim_unit(g, s, end, last);	/* the finding cites one for all */
	} else if (next_unit(g, s, end) == NOWHERE) {
		buf_printf(&words, "%zu did not come", counted_left(c));
		no_answer(g, s, end, buf_cstr(&words));
	}
	buf_free(&words);
	mismatch_free(&m);
	counted_free(&c);
}

/* --- headers and features -------------------------------------------------------------------- */

/* The last header, or features, on the actor's connection. */
static size_t last_of(struct judging *g, const struct step *s, size_t end, bool header)
{
	unsigned conn = conn_of(g, s, end);

	for (size_t i = end; i-- > 0 && conn != 0; ) {
		const struct event *e = &g->h->event[i];

		if (e->conn == conn && e->kind == EVENT_RECV &&
		    (header ? e->unit == UNIT_HEADER
		            : e->unit == UNIT_ELEMENT && strcmp(name_at(g, i), "features") == 0))
			return i;
	}
	return NOWHERE;
}

static void rule_header(struct judging *g, const struct step *s, size_t end)
{
	struct mismatch m = { NULL, NULL, NULL };
	size_t event = last_of(g, s, end, true);

	if (event == NOWHERE)
		no_answer(g, s, end, "no stream header came");
	else if (!matches_any(g, s, event, &m))
		wrong_answer(g, s, end, event, &m);
	else if (bindings_agree(g, s, end))
		fulfilled(g, s, end, event);
	mismatch_free(&m);
}

static void rule_only_feature(struct judging *g, const struct step *s, size_t end)
{
	size_t event = last_of(g, s, end, false);
	const struct unit *u = event != NOWHERE ? unit_at(g, event) : NULL;
	struct mismatch m = { NULL, NULL, NULL };
	const xmlNode *one, *more;

	if (u == NULL || u->element == NULL) {
		no_answer(g, s, end, "no features came");
		return;
	}
	one = xml_element(u->element->children);
	more = one != NULL ? xml_element(one->next) : NULL;
	if (one != NULL && more == NULL && strcmp((const char *)one->name, s->arg[0]) == 0) {
		fulfilled(g, s, end, event);
		return;
	}
	m.where = mem_strdup("features");
	m.expected = mem_strdup(s->arg[0]);
	m.got = mem_strdup(one == NULL ? "(none)" : more != NULL ? (const char *)more->name
	                                                          : (const char *)one->name);
	wrong_answer(g, s, end, event, &m);
}

/* --- users ----------------------------------------------------------------------------------------- */

bool is_to_actor(const struct judging *g, const struct step *s, const struct unit *u)
{
	const struct actor *a = &g->c->cast[s->actor];

	return a->domain.text != NULL && meaning_is_to(u, a->name.text, a->domain.text);
}

static bool is_jid_of(const struct actor *a, const char *jid)
{
	struct view user, domain;

	return a->domain.text != NULL && view_cut(view_of(jid), '@', &user, &domain) &&
	       view_ieq(user, view_of(a->name.text)) && view_ieq(domain, view_of(a->domain.text));
}

/* What a `says` of this case has sent comes as it was: RFC 6120 8.1.3, 8.1.4.
 * What nobody of the cast has said may have any id and type. */
static bool is_as_said(struct judging *g, const struct step *s, size_t event)
{
	const struct unit *u = unit_at(g, event);
	bool said = false;

	for (size_t i = 0; i < event; i++) {
		const struct event *e = &g->h->event[i];
		const struct step *by = e->step > 0 ? &g->c->step[e->step - 1] : NULL;

		if (e->kind != EVENT_SENT || e->auto_ != NULL || by == NULL ||
		    by->verb != VERB_SAYS || strcmp(by->arg[0], s->arg[0]) != 0 ||
		    !is_jid_of(&g->c->cast[by->actor], s->arg[1]) || unit_at(g, i) == NULL)
			continue;
		if (meaning_is_same(u, unit_at(g, i)))
			return true;
		said = true;
	}
	return !said;
}

static void rule_hears(struct judging *g, const struct step *s, size_t end)
{
	size_t event = next_unit(g, s, end);
	const struct unit *u = event == NOWHERE ? NULL : unit_at(g, event);

	if (event == NOWHERE)
		no_answer(g, s, end, "nothing came");
	else if (u != NULL && (meaning_of(u) & MEANS_SAYS) != 0 &&
	         meaning_text_is(u, s->arg[0]) && meaning_is_from(u, s->arg[1]) &&
	         is_to_actor(g, s, u) && is_as_said(g, s, event))
		claim_unit(g, s, end, event);
	else
		wrong_unit(g, s, end, event);
}

/* What the step that bound $name has sent, or NOWHERE. */
static size_t sent_as(struct judging *g, const char *name, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];
		const struct step *by = e->step > 0 ? &g->c->step[e->step - 1] : NULL;
		const char *as;

		if (e->kind != EVENT_SENT || e->auto_ != NULL || by == NULL ||
		    (e->unit != UNIT_ELEMENT && e->unit != UNIT_SIP))
			continue;
		as = by->verb == VERB_SAYS    ? by->arg[2]
		     : by->verb == VERB_SENDS ? by->arg[0]
		                              : NULL;
		if (as != NULL && strcmp(as, name) == 0)
			return i;
	}
	return NOWHERE;
}

static void rule_hears_failure(struct judging *g, const struct step *s, size_t end)
{
	size_t event = next_unit(g, s, end), sent = sent_as(g, s->arg[1], end);
	const struct unit *u = event == NOWHERE ? NULL : unit_at(g, event);
	const struct unit *about = sent == NOWHERE ? NULL : unit_at(g, sent);

	if (about == NULL)
		failed(g, s, end, NOWHERE, CLASS_NO_ANSWER, "what it is about was not sent");
	else if (event == NOWHERE)
		no_answer(g, s, end, "nothing came");
	else if (u != NULL && meaning_is_failure(u, about, s->arg[0]) && is_to_actor(g, s, u))
		claim_unit(g, s, end, event);
	else
		wrong_unit(g, s, end, event);
}

static void rule_handed(struct judging *g, const struct step *s, size_t end)
{
	size_t event = NOWHERE, sent = sent_as(g, s->arg[0], end);
	const char *id = sent != NOWHERE ? attribute_at(g, sent, "id") : NULL;

	if (id != NULL)
		for (size_t i = 0; i < end && event == NOWHERE; i++)
			if (g->h->event[i].kind == EVENT_RECV && strcmp(name_at(g, i), "handed") == 0 &&
			    strcmp(attribute_at(g, i, "id"), id) == 0)
				event = i;
	if (event == NOWHERE) {
		no_answer(g, s, end, "no <handed/> came");
	} else {
		g->unit[event].claimed = true;
		fulfilled(g, s, end, event);
	}
}

/* --- which rule ---------------------------------------------------------------------------------------------- */

static void rule_expects(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_GETS: case VERB_GETS_ONE_OF:	rule_gets(g, s, end); break;
	case VERB_GETS_TIMES:		rule_gets_times(g, s, end); break;
	case VERB_GETS_ONLY_FEATURE:	rule_only_feature(g, s, end); break;
	case VERB_GETS_HEADER:		rule_header(g, s, end); break;
	case VERB_HEARS:		rule_hears(g, s, end); break;
	case VERB_HEARS_FAILURE:	rule_hears_failure(g, s, end); break;
	case VERB_IS_TOLD_HANDED:	rule_handed(g, s, end); break;
	default:
		if (!rule_presence(g, s, end))
			rule_sight(g, s, end);
		break;
	}
}

void rule_apply(struct judging *g, const struct step *s, size_t end)
{
	enum verb_sort sort = verb_row(s->verb)->sort;

	if (s->strength == STEP_TOLERATED)
		return;
	if (strcmp(g->step[s->number].value, "skipped") == 0) {
		bool complete = strcmp(g->h->event[g->h->n - 1].value, "complete") == 0;
		bool behind = complete && g->stopped;

		found(g, s->number, behind || !complete ? VERDICT_INCONC : VERDICT_ERROR, CLASS_NONE,
		      end, "step %u `%s`: not reached%s", s->number, s->text,
		      behind || !complete ? "" : ", though nothing had failed")->behind = behind;
		return;
	}
	switch (sort) {
	case VERB_DOES:
		rule_does(g, s, end);
		if (s->verb == VERB_DROPS_ALL)
			pace_begins(g, s, end);
		break;
	case VERB_EXPECTS:
		rule_expects(g, s, end);
		break;
	case VERB_DENIES:
		rule_absent(g, s, end);
		break;
	case VERB_FENCES:
		rule_fence(g, s, end);
		break;
	}
	if (s->phase != PHASE_SETUP && (sort == VERB_EXPECTS || sort == VERB_DENIES))
		g->j->checks++;
}
