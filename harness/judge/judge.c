#include "judge/judge.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "judge/trial.h"
#include "lib/mem.h"
#include "lib/text.h"

/* --- looking things up ---------------------------------------------------------- */

const struct event *trial_event(const struct trial *t, size_t at)
{
	return &t->h->event[at - 1];
}

void trial_rely(struct trial *t, size_t at)
{
	if (t->relied != NULL && at != 0)
		t->relied[at] = true;
}

size_t trial_actor(const struct trial *t, const char *name)
{
	size_t i = 0;

	while (i < t->case_->n_cast &&
	       (name == NULL || strcmp(t->case_->cast[i].name.text, name) != 0))
		i++;
	return i;
}

bool trial_is_by(const struct trial *t, const struct event *e, size_t actor)
{
	return e->actor != NULL && strcmp(e->actor, t->case_->cast[actor].name.text) == 0;
}

struct wire *trial_wire(struct trial *t, unsigned conn)
{
	return &t->conn[conn];
}

struct track *trial_track(struct trial *t, const struct step *s)
{
	return &t->step[s - t->case_->step];
}

static const struct step *step_of(const struct trial *t, const struct event *e)
{
	return e->step == 0 ? NULL : &t->case_->step[e->step - 1];
}

/* --- findings --------------------------------------------------------------------- */

void trial_find(struct trial *t, unsigned step, enum verdict v, struct ruling *r)
{
	struct judgement *j = t->out;
	struct finding *f;

	j->finding = mem_resize(j->finding, (j->n_finding + 1) * sizeof *j->finding);
	f = &j->finding[j->n_finding++];
	*f = (struct finding){ .step = step, .verdict = v,
	                       .class_ = v == VERDICT_FAIL ? r->class_ : CLASS_NONE,
	                       .event = r->at, .expected = r->diff.expected,
	                       .got = r->diff.got, .where = r->diff.where };
	r->diff = (struct mismatch){ NULL, NULL, NULL };
	buf_puts(&r->words, "");
	f->words = buf_take(&r->words);
}

void trial_error(struct trial *t, unsigned step, size_t at, const char *fmt, ...)
{
	struct ruling r = { .at = at };
	va_list ap;

	if (t->broken)
		return;
	t->broken = true;
	va_start(ap, fmt);
	buf_vprintf(&r.words, fmt, ap);
	va_end(ap);
	trial_find(t, step, VERDICT_ERROR, &r);
}

void ruling_say(struct ruling *r, enum found found, enum fail_class class_, size_t at,
                const char *fmt, ...)
{
	va_list ap;

	r->found = found;
	r->class_ = class_;
	r->at = at;
	buf_clear(&r->words);
	va_start(ap, fmt);
	buf_vprintf(&r->words, fmt, ap);
	va_end(ap);
}

/* --- one step ---------------------------------------------------------------------- */

static void rule(struct trial *t, const struct step *s, struct ruling *r)
{
	switch (verb_row(s->verb)->sort) {
	case VERB_DOES:
		r->found = FOUND_NOTHING;
		break;
	case VERB_DENIES:
		rule_denial(t, s, r);
		break;
	case VERB_EXPECTS:
		if (s->verb == VERB_GETS || s->verb == VERB_GETS_ONE_OF ||
		    s->verb == VERB_HEARS || s->verb == VERB_HEARS_FAILURE) {
			rule_unit(t, s, r);
			break;
		}
		/* fallthrough */
	case VERB_FENCES:
		rule_sight(t, s, r);
		break;
	}
}

/* The player's END is trusted where the log holds nothing else. */
static void take_end(struct trial *t, const struct step *s, struct ruling *r)
{
	const struct track *k = trial_track(t, s);
	struct view why = trial_event(t, k->end)->text;

	if (k->how == END_DONE) {
		r->found = FOUND_MET;
		return;
	}
	ruling_say(r, FOUND_UNMET, verb_row(s->verb)->sort == VERB_DOES ? CLASS_REFUSED :
	           CLASS_NO_ANSWER, k->end, "%.*s", VIEW_ARG(why));
	if (why.n == 0)
		buf_puts(&r->words, k->how == END_TIMEOUT ? "in vain, up to its time" : "failed");
}

static bool player_agrees(struct trial *t, const struct step *s, const struct ruling *r)
{
	const struct track *k = trial_track(t, s);
	bool done = k->how == END_DONE;

	if (verb_row(s->verb)->sort == VERB_DENIES)
		return true;	/* the player does not look for what must be absent */
	if (done && r->found != FOUND_MET)
		trial_error(t, s->number, k->end, "step %u: the player says done, the log does not: "
		            "%s", s->number, buf_cstr(&r->words));
	else if (!done && r->found == FOUND_MET)
		trial_error(t, s->number, k->end, "step %u: the player says it was not fulfilled, "
		            "the log says it was", s->number);
	return !t->broken;
}

static enum verdict verdict_of(const struct trial *t, const struct step *s,
                               const struct ruling *r)
{
	if (r->found == FOUND_MISSING)
		return VERDICT_INCONC;
	if (s->phase == PHASE_SETUP)
		return VERDICT_INCONC;
	if (s->phase == PHASE_AFTER && s->requirements.n == 0)
		return VERDICT_INCONC;
	if (s->phase == PHASE_AFTER && t->stopped)
		return VERDICT_INCONC;
	/* A fence that does not come means that nothing can be said. */
	if (verb_row(s->verb)->sort == VERB_FENCES && s->requirements.n == 0)
		return VERDICT_INCONC;
	return VERDICT_FAIL;
}

static void put_place(struct ruling *r, const struct trial *t, const struct step *s)
{
	struct buf words = { 0 };

	buf_printf(&words, "%sstep %u (%s %s): %s", s->phase == PHASE_SETUP ? "setup: " : "",
	           s->number, t->case_->cast[s->actor].name.text, verb_row(s->verb)->form,
	           buf_cstr(&r->words));
	buf_free(&r->words);
	r->words = words;
}

static void decide(struct trial *t, const struct step *s)
{
	struct track *k = trial_track(t, s);
	struct ruling r = { .found = FOUND_MET };

	k->decided = true;
	k->verdict = VERDICT_PASS;
	if (verb_row(s->verb)->sort != VERB_DOES)
		t->out->checks++;
	rule(t, s, &r);
	if (r.found == FOUND_NOTHING)
		take_end(t, s, &r);
	if (!t->broken && player_agrees(t, s, &r) && r.found != FOUND_MET) {
		k->verdict = verdict_of(t, s, &r);
		if (s->phase != PHASE_AFTER && s->strength == STEP_NEEDED &&
		    (k->how != END_DONE || s->phase == PHASE_SETUP))
			t->stopped = true;
		put_place(&r, t, s);
		trial_find(t, s->number, k->verdict, &r);
	}
	mismatch_free(&r.diff);
	buf_free(&r.words);
}

/* --- steps begin and end -------------------------------------------------------------- */

static bool named(const struct trial *t, const char *name, size_t actor)
{
	return name != NULL && strcmp(t->case_->cast[actor].name.text, name) == 0;
}

/* cast/schedule.c: who waits for whom inside a group. */
static bool waits_for(const struct trial *t, const struct step *s, const struct step *before)
{
	enum verb_sort sort = verb_row(before->verb)->sort;

	if (sort == VERB_FENCES)
		return false;
	if (verb_row(s->verb)->sort != VERB_FENCES)
		return before->actor == s->actor;
	return sort != VERB_DENIES && (named(t, s->arg[1], before->actor) ||
	                               named(t, s->arg[2], before->actor) ||
	                               named(t, s->arg[3], before->actor));
}

static void check_order(struct trial *t, const struct step *s, size_t at)
{
	for (const struct step *b = t->case_->step; b < s; b++) {
		const struct track *k = trial_track(t, b);

		if (b->strength == STEP_TOLERATED || k->end != 0 ||
		    (b->group == s->group && !waits_for(t, s, b)))
			continue;
		if (k->begin == 0 && t->stopped && b->phase != PHASE_AFTER)
			continue;	/* it is skipped, and said to be at the end of the log */
		trial_error(t, s->number, at, "step %u began before step %u had ended", s->number,
		            b->number);
		return;
	}
}

static void on_begin(struct trial *t, const struct step *s, size_t at)
{
	struct track *k = trial_track(t, s);

	if (k->begin != 0 || k->end != 0) {
		trial_error(t, s->number, at, "step %u begins twice", s->number);
		return;
	}
	k->begin = at;
	trial_rely(t, at);
	if (s->phase != PHASE_SETUP && t->act == 0)
		t->act = at;
	if (s->phase == PHASE_AFTER && t->after == 0)
		t->after = at;
	if (s->strength == STEP_TOLERATED)
		return;
	if (t->stopped && s->phase != PHASE_AFTER)
		trial_error(t, s->number, at, "step %u began when the scene had been stopped",
		            s->number);
	check_order(t, s, at);
	if (s->verb == VERB_TERMINATES || s->verb == VERB_RESTARTS)
		t->exits_due++;
}

static bool read_end(const char *value, enum end *out)
{
	static const char *const word[] = { "", "done", "timeout", "failed", "skipped" };

	for (unsigned i = END_DONE; i <= END_SKIPPED && value != NULL; i++)
		if (strcmp(word[i], value) == 0) {
			*out = (enum end)i;
			return true;
		}
	return false;
}

static void on_end(struct trial *t, const struct step *s, size_t at)
{
	const struct event *e = trial_event(t, at);
	struct track *k = trial_track(t, s);

	if (k->end != 0)
		trial_error(t, s->number, at, "step %u ends twice", s->number);
	else if (!read_end(e->value, &k->how))
		trial_error(t, s->number, at, "step %u ends in an unknown way", s->number);
	else if (k->begin == 0 && k->how != END_SKIPPED)
		trial_error(t, s->number, at, "step %u ends, and never began", s->number);
	if (t->broken)
		return;
	k->end = at;
	trial_rely(t, at);
	if (k->how != END_SKIPPED && s->strength != STEP_TOLERATED)
		decide(t, s);
}

/* A BIND of an expectation is a claim; the match itself binds (units.c), and
 * here the two are compared.  All others are the sender's own. */
static void on_bind(struct trial *t, const struct event *e, size_t at)
{
	const struct step *s = step_of(t, e);
	bool claim = s != NULL && verb_row(s->verb)->sort == VERB_EXPECTS &&
	             s->n_payload > 0 && e->name != NULL && strstr(e->name, ".stream-id") == NULL;

	if (e->name == NULL || e->value == NULL)
		trial_error(t, e->step, at, "a name is bound to nothing");
	else if (!claim)
		bindings_set(t->vars, view_of(e->name), view_of(e->value));
}

/* --- connections ------------------------------------------------------------------------ */

static bool opens_for_its_actor(enum verb v)
{
	return v == VERB_CONNECTS || v == VERB_OPENS_STREAM || v == VERB_OPENS_STREAM_AS ||
	       v == VERB_ESTABLISHES || v == VERB_DIALS_LINK || v == VERB_RESUMES_LINK;
}

static const char *domain_of(const struct trial *t, size_t actor)
{
	return actor < t->case_->n_cast && t->case_->cast[actor].domain.text != NULL ?
	       t->case_->cast[actor].domain.text : "";
}

/* Connections that the actor serves by itself are not what `is dialled` means. */
static bool is_served(struct trial *t, size_t actor)
{
	for (size_t i = 0; i < t->case_->n_step; i++) {
		const struct step *s = &t->case_->step[i];
		const struct track *k = &t->step[i];
		size_t whose = s->verb == VERB_FENCE ? trial_actor(t, s->arg[2]) : s->actor;

		if (k->begin != 0 && s->verb == VERB_ACCEPTS && s->actor == actor)
			return true;
		if (k->begin != 0 && k->end == 0 && (s->verb == VERB_FENCE || s->verb == VERB_PINGS) &&
		    strcmp(domain_of(t, whose), domain_of(t, actor)) == 0)
			return true;
	}
	return false;
}

static void on_open(struct trial *t, const struct event *e, size_t at)
{
	struct wire *w = trial_wire(t, e->conn);
	const struct step *s = step_of(t, e);

	if (e->conn == 0 || w->open != 0) {
		trial_error(t, e->step, at, "connection %u opens twice", e->conn);
		return;
	}
	w->open = at;
	w->actor = trial_actor(t, e->actor);
	w->incoming = e->name != NULL && strcmp(e->name, "in") == 0;
	w->served = w->incoming && is_served(t, w->actor);
	if (!w->incoming && s != NULL && opens_for_its_actor(s->verb) && s->actor == w->actor)
		t->actor[w->actor].conn = e->conn;
}

static void on_close(struct trial *t, const struct event *e, size_t at)
{
	struct wire *w = trial_wire(t, e->conn);

	if (e->conn == 0 || w->close != 0)
		trial_error(t, e->step, at, "connection %u closes twice", e->conn);
	w->close = at;
	w->local = e->value != NULL && strcmp(e->value, "local") == 0;
}

static void on_secure(struct trial *t, const struct event *e, size_t at)
{
	struct wire *w = trial_wire(t, e->conn);

	if (e->conn == 0 || w->secure != 0)
		trial_error(t, e->step, at, "connection %u is secured twice", e->conn);
	w->secure = at;
}

static void on_recv(struct trial *t, const struct event *e, size_t at)
{
	struct wire *w = trial_wire(t, e->conn);

	if (e->conn == 0 || w->open == 0)
		trial_error(t, e->step, at, "a unit came on connection %u, which is not open",
		            e->conn);
	else if (w->close != 0 && !w->local)
		trial_error(t, e->step, at, "a unit came on connection %u, which was closed",
		            e->conn);
	else if (e->tls && w->secure == 0)
		trial_error(t, e->step, at, "a unit came inside TLS on connection %u, which has none",
		            e->conn);
	else if (e->unit == UNIT_STREAM_END && w->end == 0)
		w->end = at;
}

/* --- the rest of it ------------------------------------------------------------------------ */

static void on_drained(struct trial *t, const struct event *e, size_t at)
{
	const struct step *s = step_of(t, e);

	if (s == NULL || trial_track(t, s)->drained != 0)
		trial_error(t, e->step, at, "step %u drains twice", e->step);
	else
		trial_track(t, s)->drained = at;
}

static void on_fence(struct trial *t, const struct event *e, size_t at)
{
	if (e->name == NULL || e->value == NULL || *e->value == '\0' ||
	    (!view_is(e->text, "sent") && !view_is(e->text, "arrived"))) {
		trial_error(t, e->step, at, "a fence without name, nonce, or direction");
		return;
	}
	for (size_t i = 1; i < at; i++) {
		const struct event *b = trial_event(t, i);

		if (b->kind == EVENT_FENCE && strcmp(b->name, e->name) == 0 &&
		    view_eq(b->text, e->text)) {
			trial_error(t, e->step, at, "fence %s has %.*s twice", e->name,
			            VIEW_ARG(e->text));
			return;
		}
	}
}

static void on_process(struct trial *t, const struct event *e, size_t at)
{
	size_t actor = trial_actor(t, e->actor);
	struct ruling r = { .at = at, .class_ = CLASS_CRASH };
	bool killed = e->value != NULL && (strcmp(e->value, "-11") == 0 ||
	              strcmp(e->value, "-6") == 0 || strcmp(e->value, "-7") == 0);

	if (actor == t->case_->n_cast || t->case_->cast[actor].kind != ACTOR_SUT ||
	    e->name == NULL || strcmp(e->name, "exited") != 0)
		return;
	if (t->exits_due > 0 && !killed) {
		t->exits_due--;
		return;
	}
	buf_printf(&r.words, "%s ended unasked, with %s", e->actor,
	           e->value == NULL ? "no status" : e->value);
	trial_find(t, 0, VERDICT_FAIL, &r);
}

static void on_stop(struct trial *t, const struct event *e, size_t at)
{
	struct ruling r = { .at = at };
	bool budget = e->value != NULL && strcmp(e->value, "budget") == 0;

	if (e->value == NULL || (!budget && strcmp(e->value, "complete") != 0)) {
		trial_error(t, 0, at, "the harness broke down: %.*s", VIEW_ARG(e->text));
		return;
	}
	for (size_t i = 0; i < t->case_->n_step && !t->broken; i++) {
		const struct step *s = &t->case_->step[i];
		const struct track *k = &t->step[i];

		if (k->end == 0)
			trial_error(t, s->number, at, "step %u has no end", s->number);
		else if (k->how == END_SKIPPED && !budget && !t->stopped)
			trial_error(t, s->number, k->end, "step %u was skipped for no reason",
			            s->number);
	}
	if (t->broken || !budget)
		return;
	buf_puts(&r.words, "the budget of the case was not enough");
	trial_find(t, 0, VERDICT_INCONC, &r);
}

static bool is_sound(struct trial *t, const struct event *e, size_t at)
{
	if (e->n != at)
		trial_error(t, 0, at, "event %zu is numbered %" PRIu64, at, e->n);
	else if ((at == 1) != (e->kind == EVENT_CASE))
		trial_error(t, 0, at, at == 1 ? "the log does not begin with a case" :
		            "a second case in the log");
	else if ((at == t->h->n) != (e->kind == EVENT_STOP))
		trial_error(t, 0, at, at == t->h->n ? "the log has no stop" :
		            "the log goes on behind its stop");
	else if (e->kind == EVENT_CASE && (e->name == NULL || strcmp(e->name, t->case_->id) != 0))
		trial_error(t, 0, at, "the log is of another case");
	else if (e->actor != NULL && trial_actor(t, e->actor) == t->case_->n_cast &&
	         strcmp(e->actor, "gateway") != 0)
		trial_error(t, e->step, at, "nobody in the cast is called \"%s\"", e->actor);
	else if (e->step > t->case_->n_step)
		trial_error(t, e->step, at, "there is no step %u", e->step);
	else if ((e->kind == EVENT_BEGIN || e->kind == EVENT_END) && e->step == 0)
		trial_error(t, 0, at, "no step begins or ends");
	else if (e->conn >= t->n_conn)
		trial_error(t, e->step, at, "connection %u of %zu events", e->conn, t->h->n);
	return !t->broken;
}

static void take(struct trial *t, const struct event *e, size_t at)
{
	switch (e->kind) {
	case EVENT_BEGIN:
		on_begin(t, step_of(t, e), at);
		break;
	case EVENT_END:
		on_end(t, step_of(t, e), at);
		break;
	case EVENT_BIND:
		on_bind(t, e, at);
		break;
	case EVENT_OPEN:
		on_open(t, e, at);
		break;
	case EVENT_SECURE:
		on_secure(t, e, at);
		break;
	case EVENT_RECV:
		on_recv(t, e, at);
		break;
	case EVENT_CLOSE:
		on_close(t, e, at);
		break;
	case EVENT_DRAINED:
		on_drained(t, e, at);
		break;
	case EVENT_FENCE:
		on_fence(t, e, at);
		break;
	case EVENT_PROCESS:
		on_process(t, e, at);
		break;
	case EVENT_STOP:
		on_stop(t, e, at);
		break;
	case EVENT_CASE:
	case EVENT_SENT:
	case EVENT_DNS:
	case EVENT_MEASURE:
	case EVENT_NOTE:
		break;
	}
}

void trial_run(const struct case_ *c, const struct history *h, bool *relied,
               struct judgement *out)
{
	struct trial t = { .case_ = c, .h = h, .out = out, .relied = relied };

	memset(out, 0, sizeof *out);
	/* A log cannot name more connections than it has events. */
	t.n_conn = h->n + 1;
	t.step = mem_array(c->n_step + 1, sizeof *t.step);
	t.actor = mem_array(c->n_cast + 1, sizeof *t.actor);
	t.conn = mem_array(t.n_conn, sizeof *t.conn);
	t.mark = mem_array(h->n + 1, sizeof *t.mark);
	t.vars = bindings_new();
	if (h->n == 0)
		trial_error(&t, 0, 0, "the log is empty");
	for (size_t at = 1; at <= h->n && !t.broken; at++) {
		const struct event *e = trial_event(&t, at);

		if (is_sound(&t, e, at))
			take(&t, e, at);
		out->t_us = e->t_us;
	}
	if (!t.broken)
		rule_surplus(&t);
	trial_add_up(&t);
	bindings_free(&t.vars);
	free(t.step);
	free(t.actor);
	free(t.conn);
	free(t.mark);
}

void judge(const struct case_ *c, const struct history *h, struct judgement *out)
{
	trial_run(c, h, NULL, out);
}
