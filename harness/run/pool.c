/* pool.c - a selection, played and judged: verdicts are final when it is over. */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "run/digest.h"
#include "run/host.h"
#include "run/interrupt.h"
#include "run/jobs.h"
#include "run/order.h"
#include "run/progress.h"
#include "run/sut.h"
#include "run/tidy.h"
#include "run/verdicts.h"
#include "scenario/needs.h"

struct pool {
	struct run *run;
	struct job *job;
	size_t n, next;
	bool stopped; /* by a canary */
	struct progress *progress;
};

static void free_result(struct case_result *c)
{
	judgement_free(&c->judged);
	free(c->reason);
	free(c->dir);
	for (size_t k = 0; k < c->n_peer; k++)
		free(c->peer[k]);
	free(c->peer);
}

/* What was not played is no result. */
static void forget_unplayed(struct run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].played)
			r->result[n++] = r->result[i];
		else
			free_result(&r->result[i]);
	r->unplayed = r->n_result - n;
	r->n_result = n;
}

/* --- what is to be played ----------------------------------------------------------- */

static bool claims(void *profile, struct view name)
{
	return profile_claims(profile, name);
}

static void note_peers(struct run *run, struct case_result *c)
{
	for (size_t i = 0; i < c->case_->n_cast; i++) {
		const char *on = c->case_->cast[i].on.text;
		bool there = false;

		if (on == NULL)
			continue;
		c->peer = mem_resize(c->peer, (c->n_peer + 1) * sizeof *c->peer);
		c->peer[c->n_peer++] = mem_strdup(on);
		for (size_t k = 0; k < run->n_peer; k++)
			there |= strcmp(run->peer[k].name, on) == 0;
		if (there)
			continue;
		run->peer = mem_resize(run->peer, (run->n_peer + 1) * sizeof *run->peer);
		run->peer[run->n_peer].name = mem_strdup(on);
		run->peer[run->n_peer++].version = NULL;
	}
}

static bool name_versions(struct run *run, const struct profile *sut, const char *sut_name,
                          struct fault *f)
{
	char version[200];
	struct buf words = { 0 };

	if (!profile_version(sut, version, sizeof version, f))
		return false;
	run->sut.name = mem_strdup(sut->name);
	run->called = sut_called(sut_name);
	run->sut.version = mem_strdup(version);
	if (!digest_folder(sut->dir, NULL, run->sut.adapter, f))
		return false;
	for (size_t i = 0; i < sut->n_claim; i++)
		buf_printf(&words, "%s%s", i > 0 ? " " : "", sut->claim[i]);
	run->claims = buf_take(&words);
	for (size_t i = 0; i < sut->n_known; i++)
		buf_printf(&words, "%s%s %s until %s: %s", i > 0 ? "\n" : "", sut->known[i].requirement,
		           sut->known[i].class_, sut->known[i].until, sut->known[i].reason);
	run->known = buf_take(&words);
	for (size_t i = 0; i < run->n_peer; i++) {
		struct profile *p = profile_load("peers", run->peer[i].name, f);
		bool ok = p != NULL && profile_version(p, version, sizeof version, f) &&
		          digest_folder(p->dir, NULL, run->peer[i].adapter, f);

		profile_free(&p);
		if (!ok)
			return false;
		run->peer[i].version = mem_strdup(version);
	}
	return true;
}

/* Cases that the suite no longer has would stay for ever. */
static void remove_cases(const char *out)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s/cases", out);
	tidy_remove(buf_cstr(&b));
	buf_free(&b);
}

static bool has(const struct case_ *c, enum actor_kind kind)
{
	for (size_t i = 0; i < c->n_cast; i++)
		if (c->cast[i].kind == kind)
			return true;
	return false;
}

/* What a case needs without saying so: an inside user is a SIP user behind a front
 * end, or one whose XML is seen. */
static bool shows_inside_xml(const struct case_ *c)
{
	if (has(c, ACTOR_INSIDE_USER) && !has(c, ACTOR_FRONT_END))
		return true;
	for (size_t i = 0; i < c->n_step; i++)
		if (c->step[i].n_payload != 0 &&
		    c->cast[c->step[i].actor].kind == ACTOR_INSIDE_USER)
			return true;
	return false;
}

/* What it takes of the machine can be seen of some programs alone. */
static bool measures(const struct case_ *c)
{
	for (size_t i = 0; i < c->n_step; i++)
		if (c->step[i].verb == VERB_MEMORY_BELOW || c->step[i].verb == VERB_CPU_BELOW)
			return true;
	return false;
}

static bool applies(const struct case_ *c, const struct profile *sut, const char **missing)
{
	if (!needs_met(c->scenario->needs, claims, (void *)(uintptr_t)sut, missing))
		return false;
	*missing = "measured";
	if (measures(c) && !claims((void *)(uintptr_t)sut, VIEW("measured")))
		return false;
	*missing = "inside.xmpp";
	return sut->inside != INSIDE_SIP || !shows_inside_xml(c);
}

static bool prepare(struct pool *p, const struct selection *s, const struct ground *g,
                    struct fault *f)
{
	p->job = mem_array(s->n + 1, sizeof *p->job);
	p->run->result = mem_array(s->n + 1, sizeof *p->run->result);
	for (size_t i = 0; i < s->n; i++) {
		struct case_result *c = &p->run->result[p->run->n_result++];
		const char *missing = NULL;

		c->case_ = s->item[i];
		if (!applies(c->case_, g->sut, &missing)) {
			verdict_set(c, VERDICT_NA, "%s does not claim %s", g->sut->name,
			            missing);
			c->played = true; /* as far as can be */
			continue;
		}
		note_peers(p->run, c);
		if (!job_make(&p->job[p->n++], g, c, f))
			return false;
	}
	return true;
}

static const char *canary(const struct job *j)
{
	return j->result->case_->scenario->canary.text;
}

static void put_in_order(struct pool *p)
{
	struct order_of *of = mem_array(p->n + 1, sizeof *of);
	size_t *order = mem_array(p->n + 1, sizeof *order);
	struct job *job = mem_array(p->n + 1, sizeof *job);

	for (size_t i = 0; i < p->n; i++)
		of[i] = (struct order_of){ canary(&p->job[i]) != NULL,
			                   p->job[i].result->case_->scenario->budget_ms };
	order_by_chance(order, of, p->n, p->run->seed);
	for (size_t i = 0; i < p->n; i++)
		job[i] = p->job[order[i]];
	free(p->job);
	p->job = job;
	free(of);
	free(order);
}

static struct job *next_job(void *arg)
{
	struct pool *p = arg;

	if (p->next == p->n)
		return NULL;
	progress_began(p->progress, p->job[p->next].result->case_->id);
	return &p->job[p->next++];
}

static void job_ended(void *arg, struct job *j)
{
	struct pool *p = arg;

	progress_ended(p->progress, j->result, verdict_is_declared(j->result, j->play.sut));
	if (canary(j) != NULL && strcmp(verdict_word(j->result->verdict), canary(j)) != 0) {
		p->stopped = true;
		p->next = p->n;
	}
}

/* Keeps the event log and the verdict of what passed, everything of the rest. */
static void tidy_results(const struct run *r, const struct run_options *o)
{
	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].dir != NULL && !o->keep &&
		    r->result[i].verdict == VERDICT_PASS)
			tidy_keep(r->result[i].dir,
			          (const char *const[]){ "events.jsonl", "verdict.json",
			                                 "trace.pcapng", NULL });
}

bool run_cases(const struct lab *lab, const struct run_options *o, struct run *out,
               struct fault *f)
{
	struct selection s = { 0 };
	struct pool p = { .run = out };
	struct ground g = { .suite_digest = lab->suite_digest,
		            .out = o->out,
		            .seed = o->seed,
		            .pcap = o->pcap };
	struct profile *sut = NULL;
	struct buf authority = { 0 };
	unsigned side_by_side = o->jobs != 0 ? o->jobs : jobs_side_by_side();
	bool ok = false;

	memset(out, 0, sizeof *out);
	out->seed = o->seed;
	memcpy(out->suite_digest, lab->suite_digest, sizeof out->suite_digest);
	out->catalogue = lab->catalogue;
	out->suite = &lab->suite;
	out->whole = o->n_select == 0;
	if (!select_cases(lab, o->select, o->n_select, &s, f))
		goto out;
	sut = sut_load(lab->catalogue, "peers", o->sut, f);
	if (sut == NULL || !world_possible(f))
		goto out;
	select_canaries(lab, &s);
	buf_printf(&authority, "%s/authority", o->out);
	g.authority = buf_cstr(&authority);
	g.sut = sut;
	if (!tidy_make(o->out, f) || !tidy_take(o->out, f))
		goto out;
	if (out->whole)
		remove_cases(o->out);
	if (!jobs_slowness(&g.slowness, f) ||
	    !host_record(o, g.slowness, side_by_side, &out->record, f) ||
	    !tidy_make(g.authority, f) || !authority_make(g.authority, f) ||
	    !prepare(&p, &s, &g, f) || !name_versions(out, sut, o->sut, f))
		goto out;
	put_in_order(&p);
	p.progress = progress_new(p.n, o->quiet);
	ok = jobs_play(&(struct job_source){ next_job, job_ended, &p },
	               side_by_side, f);
	progress_free(&p.progress);
	if (!ok)
		goto out;
	out->interrupted = interrupt_seen();
	if (out->interrupted != 0 || p.stopped) {
		forget_unplayed(out);
		out->whole = false; /* what was not played may still fail */
	}
	verdicts_apply_canaries(out);
	verdicts_apply_known(out, sut);
	if (out->whole || out->unplayed == 0) /* else a control may only not have had its turn */
		verdicts_apply_controls(out);
	tidy_results(out, o);
	run_sum_up(out);
	ok = true;
out:
	selection_free(&s);
	profile_free(&sut);
	buf_free(&authority);
	free(p.job);
	return ok;
}

void run_free(struct run *r)
{
	run_free_sums(r);
	for (size_t i = 0; i < r->n_result; i++)
		free_result(&r->result[i]);
	free(r->result);
	for (size_t i = 0; i < r->n_peer; i++) {
		free(r->peer[i].name);
		free(r->peer[i].version);
	}
	free(r->peer);
	free(r->sut.name);
	free(r->sut.version);
	free(r->called);
	record_free(&r->record);
	free(r->claims);
	free(r->known);
	memset(r, 0, sizeof *r);
}
