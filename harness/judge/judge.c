#include "judge/judge.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/mem.h"

static const char *const verdict_words[] = {
	"na", "pass", "xfail", "inconc", "xpass", "fail", "error",
};
static const char *const class_words[] = {
	"", "wrong-answer", "no-answer", "surplus", "accepted-what-must-be-refused",
	"refused-what-must-be-accepted", "says-does-mismatch", "leak-in-clear", "not-closed",
	"crash",
};

const char *verdict_word(enum verdict v)
{
	return verdict_words[v];
}

bool verdict_named(struct view word, enum verdict *out)
{
	for (size_t i = 0; i < sizeof verdict_words / sizeof verdict_words[0]; i++)
		if (view_is(word, verdict_words[i])) {
			*out = (enum verdict)i;
			return true;
		}
	return false;
}

const char *class_word(enum fail_class c)
{
	return class_words[c];
}

/* --- findings ---------------------------------------------------------------------------- */

struct finding *found(struct judging *g, unsigned step, enum verdict v, enum fail_class k,
                      size_t event, const char *fmt, ...)
{
	struct judgement *j = g->j;
	struct buf words = { 0 };
	struct finding *f;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	j->finding = mem_grow(j->finding, j->n_finding, &g->n_finding_cap, sizeof *j->finding);
	f = &j->finding[j->n_finding++];
	*f = (struct finding){ .step = step, .verdict = v, .class_ = k,
	                       .event = event < g->h->n ? g->h->event[event].n : 0,
	                       .words = buf_take(&words) };
	if (step > 0 && v != VERDICT_PASS && g->c->step[step - 1].strength == STEP_NEEDED)
		g->stopped = true;
	return f;
}

void tolerated(struct judging *g, const char *name)
{
	for (size_t i = 0; i < g->j->n_tolerance; i++)
		if (strcmp(g->j->tolerance[i], name) == 0)
			return;
	g->j->tolerance = mem_grow(g->j->tolerance, g->j->n_tolerance, &g->n_tolerance_cap,
	                           sizeof *g->j->tolerance);
	g->j->tolerance[g->j->n_tolerance++] = mem_strdup(name);
}

static bool has_its_own(const struct judgement *j, const struct finding *f, const char *id)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].step == f->step && j->finding[i].requirement != NULL &&
		    strcmp(j->finding[i].requirement, id) == 0)
			return true;
	return false;
}

const char *finding_requirement(const struct case_ *c, const struct judgement *j,
                                const struct finding *f, size_t *at)
{
	const struct words *w = f->step > 0 && f->step <= c->n_step
	                                ? &c->step[f->step - 1].requirements
	                                : NULL;

	if (f->requirement != NULL)
		return (*at)++ == 0 ? f->requirement : NULL;
	while (w != NULL && *at < w->n) {
		const char *id = w->item[(*at)++].text;

		if (!has_its_own(j, f, id))
			return id;
	}
	return NULL;
}

/* --- names -------------------------------------------------------------------------------- */

/* $actor.stream-id is the id of a header that the log shows. */
static bool stream_id_is_shown(struct judging *g, size_t at, struct view actor)
{
	const char *value = g->h->event[at].value;

	for (size_t i = at; i-- > 0; ) {
		const struct event *e = &g->h->event[i];
		const struct unit *u;
		const char *id;

		if ((e->kind != EVENT_RECV && e->kind != EVENT_SENT) || e->unit != UNIT_HEADER ||
		    !view_eq(view_of(e->actor), actor))
			continue;
		u = unit_at(g, i);
		id = u != NULL ? unit_attribute(u, "id") : NULL;
		if (strcmp(id != NULL ? id : "", value) == 0)
			return true;
	}
	return false;
}

static void bind(struct judging *g, size_t at)
{
	const struct event *e = &g->h->event[at];
	const struct step *by = e->step > 0 ? &g->c->step[e->step - 1] : NULL;
	struct view actor, part;

	if (e->name == NULL || e->value == NULL)
		return;
	if (view_cut(view_of(e->name), '.', &actor, &part)) {
		if (view_is(part, "stream-id") && !stream_id_is_shown(g, at, actor))
			found(g, 0, VERDICT_ERROR, CLASS_NONE, at, "$%s is no id that the log shows",
			      e->name);
	} else if (by != NULL && verb_row(by->verb)->payload == PAYLOAD_PATTERNS) {
		return;		/* the judge finds it out when it matches */
	}
	bindings_set(g->vars, view_of(e->name), view_of(e->value));
}

/* --- the whole ------------------------------------------------------------------------------ */

static void replay(struct judging *g)
{
	for (size_t i = 0; i < g->h->n; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_BIND)
			bind(g, i);
		else if (e->kind == EVENT_END)
			rule_apply(g, &g->c->step[e->step - 1], i);
	}
	/* the budget: what has not ended was not decided */
	for (size_t i = 0; i < g->c->n_step; i++) {
		const struct step *s = &g->c->step[i];

		if (s->strength != STEP_TOLERATED && g->step[s->number].end == NOWHERE)
			found(g, s->number, VERDICT_INCONC, CLASS_NONE, NOWHERE,
			      "step %u `%s`: not reached", s->number, s->text);
	}
}

/* Requirements in the order of `proves`, as far as this case carries them. */
static void merge_requirements(struct judging *g)
{
	const struct words *proves = &g->c->scenario->proves;
	struct judgement *j = g->j;

	j->requirement = mem_array(proves->n + JUDGE_CLAIMS + 1, sizeof *j->requirement);
	for (size_t q = 0; q < proves->n; q++) {
		struct requirement_verdict v = { .id = proves->item[q].text };

		for (size_t i = 0; i < j->n_finding; i++) {
			const struct finding *f = &j->finding[i];
			const struct words *w = f->step > 0 ? &g->c->step[f->step - 1].requirements : NULL;

			if (f->requirement != NULL && strcmp(f->requirement, v.id) != 0)
				continue; /* of this step it is another one that is broken */
			for (size_t k = 0; w != NULL && k < w->n; k++)
				if (strcmp(w->item[k].text, v.id) == 0 && f->verdict > v.verdict) {
					v.verdict = f->verdict;
					v.step = f->step;
				}
		}
		if (v.step > 0)
			j->requirement[j->n_requirement++] = v;
	}
}

static bool is_broken(const struct judgement *j, const char *id)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].requirement != NULL &&
		    strcmp(j->finding[i].requirement, id) == 0)
			return true;
	return false;
}

/* Beside what the steps say of it, if they do. */
static void merge_claim(struct judgement *j, struct requirement_verdict v)
{
	size_t i = 0;

	while (i < j->n_requirement && strcmp(j->requirement[i].id, v.id) != 0)
		i++;
	if (i == j->n_requirement)
		j->requirement[j->n_requirement++] = v;
	else if (v.verdict > j->requirement[i].verdict)
		j->requirement[i] = v;
}

static void merge_claims(struct judging *g)
{
	for (size_t i = 0; i < JUDGE_CLAIMS; i++) {
		struct requirement_verdict v = { .id = judge_claim(i), .verdict = VERDICT_PASS };

		if (is_broken(g->j, v.id))
			v.verdict = VERDICT_FAIL;
		if (v.verdict == VERDICT_FAIL || g->held[i])
			merge_claim(g->j, v);
	}
}

static void merge(struct judging *g)
{
	struct judgement *j = g->j;

	j->verdict = VERDICT_PASS;
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict > j->verdict)
			j->verdict = j->finding[i].verdict;
	if (j->checks == 0 && j->verdict == VERDICT_PASS) {
		found(g, 0, VERDICT_ERROR, CLASS_NONE, NOWHERE, "no expectation was reached");
		j->verdict = VERDICT_ERROR;
	}
	merge_requirements(g);
	merge_claims(g);
}

void judge(const struct case_ *c, const struct history *h, struct judgement *out)
{
	struct judging g = { .c = c, .h = h, .j = out };

	memset(out, 0, sizeof *out);
	g.vars = bindings_new();
	if (log_check(&g)) {
		replay(&g);
		world_is_closed(&g);
	}
	merge(&g);
	out->t_us = h->n > 0 ? h->event[h->n - 1].t_us : 0;
	for (size_t i = 0; i < h->n; i++) {
		unit_free(&g.unit[i].unit);
		free(g.unit[i].declares);
	}
	free(g.unit);
	free(g.conn);
	free(g.step);
	bindings_free(&g.vars);
}

void judgement_free(struct judgement *j)
{
	for (size_t i = 0; i < j->n_finding; i++) {
		free(j->finding[i].expected);
		free(j->finding[i].got);
		free(j->finding[i].where);
		free(j->finding[i].words);
	}
	for (size_t i = 0; i < j->n_tolerance; i++)
		free(j->tolerance[i]);
	free(j->finding);
	free(j->tolerance);
	free(j->requirement);
	memset(j, 0, sizeof *j);
}
