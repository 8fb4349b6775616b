#include "cast/units.h"

#include <string.h>

#include "cast/inside.h"
#include "cast/sip_agent.h"
#include "scenario/meaning.h"

#define GLIMPSE 160

struct view units_glimpse(const struct got *g)
{
	return (struct view){ g->text.p, g->text.n < GLIMPSE ? g->text.n : GLIMPSE };
}

static bool security_fits(const struct step *s, const struct got *g)
{
	return s->security == SECURITY_ANY || (s->security == SECURITY_TLS) == g->tls;
}

/* What the account's server has given a resource (R6121-8.5.2.1.1-2): the step gets it as
 * it was addressed, and the judge blames the server for that alone.  NULL: nothing of it. */
static struct unit *readdressed(const struct act *a, const struct got *g)
{
	struct buf jid = { 0 };
	struct unit *u = NULL;

	if (a->role->kind == ACTOR_INSIDE_USER && g->line->role == a->role && g->parsed != NULL &&
	    g->kind == UNIT_ELEMENT)
		u = unit_to_bare(g->parsed, inside_jid(a->role, &jid));
	buf_free(&jid);
	return u;
}

static bool is_tolerated(const struct act *a, const struct got *g)
{
	const struct stage *s = a->stage;
	struct unit *bare = readdressed(a, g);
	bool is = false;

	for (size_t i = 0; i < s->case_->n_step && !is; i++) {
		const struct step *t = &s->case_->step[i];

		if (t->actor != a->role->index || !schedule_tolerates(s->schedule, i) ||
		    g->parsed == NULL || !security_fits(t, g))
			continue;
		for (size_t k = 0; k < t->n_payload && !is; k++)
			is = payload_matches(t->payload[k], g->parsed, s->vars, NULL) ||
			     (bare != NULL && payload_matches(t->payload[k], bare, s->vars, NULL));
	}
	unit_free(&bare);
	return is;
}

static bool has_begun(void *arg, const struct step *s)
{
	const struct stage *stage = arg;
	size_t i = (size_t)(s - stage->case_->step);
	enum outcome o;

	return schedule_is_running(stage->schedule, i) ||
	       schedule_has_ended(stage->schedule, i, &o);
}

/* What is said does not wait for presence that goes on beside it. */
static bool is_beside(const struct act *a, const struct got *g)
{
	return (a->step->verb == VERB_HEARS || a->step->verb == VERB_HEARS_FAILURE) &&
	       g->parsed != NULL &&
	       meaning_is_watched(a->stage->case_, a->role->index, g->parsed, has_begun,
	                          a->stage);
}

/* A response does not wait for a request that overtook it, nor the other way. */
static bool is_of_another_way(const struct act *a, const struct got *g)
{
	const struct step *s = a->step;

	if (s->n_payload == 0 || g->parsed == NULL)
		return false;
	for (size_t k = 0; k < s->n_payload; k++)
		if (payload_is_about(s->payload[k], g->parsed))
			return false;
	return true;
}

static struct got *first_unclaimed(const struct act *a)
{
	for (struct got *g = a->role->units.first; g != NULL; g = g->next)
		if (g->kind != UNIT_SPACE && !is_beside(a, g) && !is_of_another_way(a, g))
			return g;
	return NULL;
}

/* Nothing can come any more. */
static bool is_over(const struct role *r)
{
	const struct line *l = r->line;

	if (r->kind == ACTOR_SCRIPTED_SERVER || role_is_sip(r))
		return false; /* there may be another connection */
	if (r->kind == ACTOR_INSIDE_USER || r->kind == ACTOR_XMPP_USER)
		l = inside_line(r);
	return l == NULL || line_is_over(l);
}

static bool something_came(void *act)
{
	return first_unclaimed(act) != NULL || is_over(((struct act *)act)->role);
}

static void claim_for(struct role *r, struct got *g)
{
	gots_remove(&r->units, g);
	gots_add(&r->claimed, g);
}

static void claim(struct act *a, struct got *g)
{
	claim_for(a->role, g);
	if (g->kind == UNIT_SIP)
		agent_taken(a, g);
}

struct got *units_next(struct act *a)
{
	struct got *g;

	for (;;) {
		if (!act_wait_self(a, something_came))
			return NULL;
		g = first_unclaimed(a);
		if (g == NULL) {
			act_fail(a, "nothing can come: there is no connection");
			return NULL;
		}
		if (!is_tolerated(a, g))
			return g;
		claim(a, g);
	}
}

void units_pass(struct act *a, struct got *g)
{
	claim(a, g);
}

void units_take(struct act *a, struct got *g)
{
	claim(a, g);
	a->role->line = g->line;
}

static bool is_error_of(const struct line *l, const struct got *g)
{
	return g->line == l && g->kind == UNIT_ELEMENT && strcmp(g->local, "error") == 0;
}

void units_take_end(struct line *l)
{
	struct role *r = l->role;
	struct got *g, *next;
	bool error = false; /* a second one is surplus */

	for (g = r->claimed.first; g != NULL && !error; g = g->next)
		error = is_error_of(l, g);
	for (g = r->units.first; g != NULL; g = next) {
		next = g->next;
		if (g->line == l && g->kind == UNIT_STREAM_END) {
			claim_for(r, g);
		} else if (!error && is_error_of(l, g)) {
			error = true;
			claim_for(r, g);
		}
	}
}

static void save(struct act *a, const struct got *g)
{
	if (act_arg(a, 0) != NULL &&
	    (a->step->verb == VERB_GETS || a->step->verb == VERB_GETS_ONE_OF))
		stage_save(a->stage, act_arg(a, 0), g->text);
}

static void why_not(struct act *a, const struct got *g, const struct mismatch *m)
{
	struct view got = units_glimpse(g);

	if (!security_fits(a->step, g))
		act_fail(a, "%s: %.*s", g->tls ? "inside TLS" : "in clear", VIEW_ARG(got));
	else if (g->parsed == NULL)
		act_fail(a, "no XML: %.*s", VIEW_ARG(got));
	else
		act_fail(a, "%s: expected %s, got %s", m->where != NULL ? m->where : "unit",
		         m->expected != NULL ? m->expected : "another unit",
		         m->got != NULL ? m->got : "nothing");
}

bool units_claim(struct act *a, struct got *g)
{
	struct unit *bare = readdressed(a, g);
	struct mismatch m = { NULL, NULL, NULL };
	bool matches = false;

	for (size_t i = 0; i < a->step->n_payload && !matches; i++) {
		mismatch_free(&m);
		matches = g->parsed != NULL && security_fits(a->step, g) &&
		          (payload_matches(a->step->payload[i], g->parsed, a->stage->vars, &m) ||
		           (bare != NULL &&
		            payload_matches(a->step->payload[i], bare, a->stage->vars, NULL)));
		if (matches)
			stage_bound(a->stage, a->step->number, a->step->payload[i]);
	}
	if (matches) {
		units_take(a, g);
		save(a, g);
	} else {
		why_not(a, g, &m);
	}
	mismatch_free(&m);
	unit_free(&bare);
	return matches;
}

bool units_claim_counted(struct act *a, struct got *g, struct counted *c)
{
	struct mismatch m = { NULL, NULL, NULL };
	bool fits = g->parsed != NULL && security_fits(a->step, g) &&
	            counted_take(c, g->parsed, a->stage->vars, &m);

	if (fits)
		units_take(a, g);
	else
		why_not(a, g, &m);
	mismatch_free(&m);
	return fits;
}
