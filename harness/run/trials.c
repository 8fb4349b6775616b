#include "run/trials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "run/tidy.h"

struct court {
	const struct trial_settings *s;
	struct trials *t;
	struct fault *fault;
	bool broken; /* *fault says why */
};

/* --- what is claimed ------------------------------------------------------------- */

static bool names(const struct scenario *s, const struct mutant *m)
{
	for (size_t i = 0; i < s->kills.n; i++)
		if (strcmp(s->kills.item[i].text, m->name) == 0)
			return true;
	return false;
}

static void add(struct trials *t, const struct scenario *s, const struct mutant *m)
{
	t->claim = mem_resize(t->claim, (t->n + 1) * sizeof *t->claim);
	t->claim[t->n++] = (struct claim){ .scenario = s, .mutant = m };
}

static void collect(struct court *c, const bool *tried)
{
	const struct mutants *all = c->s->mutants;
	const struct suite *suite = &c->s->lab->suite;

	for (size_t k = 0; k < suite->n; k++) {
		bool some = false;

		for (size_t i = 0; i < all->n; i++)
			some |= tried[i] && names(suite->item[k], &all->item[i]);
		if (some)
			add(c->t, suite->item[k], NULL);
	}
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; tried[i] && k < suite->n; k++)
			if (names(suite->item[k], &all->item[i]))
				add(c->t, suite->item[k], &all->item[i]);
}

/* --- one case -------------------------------------------------------------------- */

static const struct case_result *healthy(const struct court *c, const struct case_ *of)
{
	for (size_t i = 0; i < c->s->healthy->n_result; i++)
		if (c->s->healthy->result[i].case_ == of)
			return &c->s->healthy->result[i];
	return NULL;
}

/* The reference plays what was played against any mutant. */
static bool is_worth_playing(const struct court *c, const struct claim *l,
                             const struct case_ *of)
{
	if (l->mutant != NULL)
		return kill_is_possible(l->mutant, of);
	for (size_t i = 0; i < c->t->n; i++) {
		const struct claim *other = &c->t->claim[i];

		if (other->scenario == l->scenario && other->mutant != NULL &&
		    kill_is_possible(other->mutant, of))
			return true;
	}
	return false;
}

static bool set_longest(struct claim *l, const struct case_ *of, const char *dir,
                        struct fault *f)
{
	struct history h;
	char path[4096];

	snprintf(path, sizeof path, "%s/events.jsonl", dir);
	if (!history_read(path, &h, f))
		return false;
	l->longest_ms = mem_resize(l->longest_ms, (of->n_step + 1) * sizeof *l->longest_ms);
	kill_longest(of, &h, l->longest_ms);
	history_free(&h);
	return true;
}

static void forget(struct case_result *r)
{
	judgement_free(&r->judged);
	free(r->reason);
	free(r->dir);
	*r = (struct case_result){ 0 };
}

/* False: the harness could not. */
static bool make_job(struct court *c, struct claim *l, const struct case_ *of,
                     const struct case_result *as)
{
	struct ground g = c->s->ground;
	struct buf out = { 0 };
	bool ok;

	forget(&l->result);
	l->result.case_ = of;
	buf_printf(&out, "%s/%s", g.out, l->mutant != NULL ? l->mutant->name : "none");
	g.out = buf_cstr(&out);
	if (l->mutant != NULL && l->bin == NULL) {
		struct buf bin = { 0 };

		buf_printf(&bin, "build/mutants/%s", l->mutant->name);
		l->bin = buf_take(&bin);
	}
	g.bin = l->bin;
	ok = job_make(&l->job, &g, &l->result, c->fault) &&
	     (c->s->patient || set_longest(l, of, as->dir, c->fault));
	l->job.play.longest_ms = c->s->patient ? NULL : l->longest_ms;
	buf_free(&out);
	return ok;
}

/* --- one claim ------------------------------------------------------------------- */

static void say_instead(struct claim *l, const char *id, const char *how, const char *why)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s %s%s%s", id, how, why != NULL ? ": " : "", why != NULL ? why : "");
	free(l->instead);
	l->instead = buf_take(&b);
}

static void decide(struct court *c, struct claim *l)
{
	l->state = CLAIM_DECIDED;
	for (size_t i = 0; i < c->t->n; i++)
		if (c->t->claim[i].mutant == l->mutant && c->t->claim[i].state != CLAIM_DECIDED)
			return;
	c->s->decided(c->s->arg, c->t, l->mutant);
}

/* Does the reference play none of its cases? */
static bool is_untried(const struct court *c, const struct scenario *s)
{
	for (size_t i = 0; i < s->n_cases; i++) {
		const struct case_result *r = healthy(c, s->cases[i]);

		if (r != NULL && r->verdict != VERDICT_NA)
			return false;
	}
	return true;
}

/* Its next case.  False: there is none, and the claim is decided. */
static bool go_on(struct court *c, struct claim *l)
{
	l->untried = is_untried(c, l->scenario);
	while (!l->untried && l->next < l->scenario->n_cases) {
		const struct case_ *of = l->scenario->cases[l->next++];
		const struct case_result *as = healthy(c, of);

		if (!is_worth_playing(c, l, of))
			continue;
		if (as == NULL || as->verdict != VERDICT_PASS) {
			say_instead(l, of->id, "is not passed by the reference itself", NULL);
			continue;
		}
		c->broken = !make_job(c, l, of, as);
		return !c->broken;
	}
	decide(c, l);
	return false;
}

static struct job *next_job(void *arg)
{
	struct court *c = arg;

	for (size_t i = 0; i < c->t->n && !c->broken; i++) {
		struct claim *l = &c->t->claim[i];

		if (l->state != CLAIM_OPEN || !go_on(c, l))
			continue;
		l->state = CLAIM_PLAYING;
		c->t->played++;
		return &l->job;
	}
	return NULL;
}

static void job_ended(void *arg, struct job *j)
{
	struct court *c = arg;
	struct claim *l = c->t->claim;
	const struct case_result *r = j->result;
	bool killed;

	while (&l->job != j)
		l++;
	l->state = CLAIM_OPEN;
	killed = l->mutant == NULL ? r->verdict != VERDICT_PASS
	                           : kill_find(l->mutant, healthy(c, r->case_), r, &l->kill);
	if (r->verdict == VERDICT_PASS || killed)
		tidy_keep(r->dir,
		          (const char *const[]){ "events.jsonl", "verdict.json", NULL });
	if (!killed || l->mutant == NULL)
		say_instead(l, r->case_->id, verdict_word(r->verdict), r->reason);
	if (!killed)
		return;
	l->by = r->case_;
	decide(c, l);
}

/* --- all of them ----------------------------------------------------------------- */

bool trials_play(const struct trial_settings *s, const bool *tried, struct trials *out,
                 struct fault *f)
{
	struct court c = { .s = s, .t = out, .fault = f };

	memset(out, 0, sizeof *out);
	collect(&c, tried);
	return jobs_play(&(struct job_source){ next_job, job_ended, &c }, s->side_by_side, f) &&
	       !c.broken;
}

void trials_free(struct trials *t)
{
	for (size_t i = 0; i < t->n; i++) {
		forget(&t->claim[i].result);
		free(t->claim[i].instead);
		free(t->claim[i].longest_ms);
		free(t->claim[i].bin);
	}
	free(t->claim);
	memset(t, 0, sizeof *t);
}
