#include "cast/play.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cast/account.h"
#include "cast/front_end.h"
#include "cast/hire.h"
#include "cast/line.h"
#include "cast/link.h"
#include "cast/policy.h"
#include "cast/server.h"
#include "cast/sip_agent.h"
#include "cast/site.h"
#include "cast/stage.h"
#include "cast/verbs.h"
#include "lib/mem.h"

/* Programs have times of their own (profile, `ready ... within`), and tell when one
 * is over.  Beyond the longest of them this is for what has none: a policy command that
 * never ends. */
#define POLICY_MS 30000

struct playing {
	struct stage stage;
	struct step_run {
		struct playing *playing;
		struct act act;
		struct script *script;
		bool tolerated_began, tolerated_ended;
	} *run; /* one per step */
	uint64_t deadline;
	bool act_begun;
	const char *end; /* STOP's value */
};

/* --- steps -------------------------------------------------------------------------------- */

static void log_step(struct stage *s, const struct step *step, const char *value,
                     struct view why)
{
	evlog_add(s->log, &(struct event){ .kind = value == NULL ? EVENT_BEGIN : EVENT_END,
	                                   .step = step->number,
	                                   .actor = s->role[step->actor].name,
	                                   .value = value,
	                                   .text = why });
}

static void run_step(void *arg)
{
	struct step_run *r = arg;
	struct act *a = &r->act;
	struct stage *s = a->stage;

	verb_do(a);
	if (a->role->step == a->step->number)
		a->role->step = 0;
	log_step(s, a->step, outcome_word(a->outcome), buf_view(&a->reason));
	schedule_ended(s->schedule, a->index, a->outcome);
	buf_free(&a->reason);
	s->ended++;
}

static void begin_step(struct playing *p, size_t i)
{
	struct stage *s = &p->stage;
	struct step_run *r = &p->run[i];
	const struct step *step = &s->case_->step[i];

	schedule_began(s->schedule, i, loop_now(s->loop));
	r->playing = p;
	r->act = (struct act){ .stage = s,
		               .role = &s->role[step->actor],
		               .step = step,
		               .index = i,
		               .due = schedule_due(s->schedule, i) };
	r->act.role->step = step->number;
	if (s->capture != NULL) {
		char words[64];

		snprintf(words, sizeof words, "%s step %u", s->case_->id, step->number);
		capture_comment(s->capture, words);
	}
	log_step(s, step, NULL, (struct view){ NULL, 0 });
	r->script = script_new(s->scripts, run_step, r);
}

/* What is tolerated is in force as long as its group. */
static void mark_tolerated(struct playing *p)
{
	struct stage *s = &p->stage;

	for (size_t i = 0; i < s->case_->n_step; i++) {
		const struct step *step = &s->case_->step[i];
		struct step_run *r = &p->run[i];

		if (schedule_tolerates(s->schedule, i) && !r->tolerated_began) {
			r->tolerated_began = true;
			log_step(s, step, NULL, (struct view){ NULL, 0 });
		} else if (r->tolerated_began && !r->tolerated_ended &&
		           !schedule_tolerates(s->schedule, i)) {
			r->tolerated_ended = true;
			log_step(s, step, outcome_word(OUTCOME_DONE), (struct view){ NULL, 0 });
		}
	}
}

static void measure_at_act(struct playing *p)
{
	struct stage *s = &p->stage;
	struct hired *sut = hire_sut(s);

	for (size_t i = 0; i < s->case_->n_step && !p->act_begun; i++)
		p->act_begun = s->case_->step[i].phase == PHASE_ACT &&
		               s->case_->step[i].group == schedule_group(s->schedule);
	if (!p->act_begun || s->rss_kib != 0 || sut == NULL)
		return;
	s->rss_kib = hire_rss_kib(sut);
	s->cpu_us = hire_cpu_us(sut);
	hire_log_measure(sut, 0, "rss-kib", s->rss_kib);
	hire_log_measure(sut, 0, "cpu-us", s->cpu_us);
}

static void begin_what_may(struct playing *p)
{
	struct stage *s = &p->stage;

	measure_at_act(p);
	mark_tolerated(p);
	for (size_t i = 0; i < s->case_->n_step; i++)
		if (schedule_may_begin(s->schedule, i))
			begin_step(p, i);
}

/* A stopped scene takes what still runs with it, but for `after`. */
static void cancel_what_must(struct playing *p, bool all)
{
	struct stage *s = &p->stage;

	for (size_t i = 0; i < s->case_->n_step; i++)
		if (schedule_is_running(s->schedule, i) &&
		    (all || s->case_->step[i].phase != PHASE_AFTER))
			script_cancel(p->run[i].script);
}

struct progress {
	struct playing *playing;
	unsigned ended;
};

static bool has_progressed(void *arg)
{
	const struct progress *w = arg;
	const struct playing *p = w->playing;

	/* What broke the stage is news once: the steps that it takes with it still
	 * have to end, which they do between the turns of this script. */
	return p->stage.ended != w->ended ||
	       (strcmp(p->end, "complete") == 0 && stage_is_broken(&p->stage));
}

static bool anything_runs(const struct playing *p)
{
	for (size_t i = 0; i < p->stage.case_->n_step; i++)
		if (schedule_is_running(p->stage.schedule, i))
			return true;
	return false;
}

/* Until every step is over, or the time. */
static void direct(struct playing *p)
{
	struct stage *s = &p->stage;
	struct progress w = { .playing = p };
	uint64_t deadline = p->deadline;

	while (!schedule_is_over(s->schedule)) {
		w.ended = s->ended;
		if (strcmp(p->end, "complete") == 0)
			begin_what_may(p);
		switch (script_wait(s->scripts, has_progressed, &w, deadline)) {
		case WAKE_READY:
			break;
		case WAKE_DUE:
			p->end = "budget";
			deadline = SCRIPT_NEVER;
			schedule_stop(s->schedule);
			cancel_what_must(p, true);
			break;
		case WAKE_CANCELLED:
			return;
		}
		if (stage_is_broken(s)) {
			p->end = "error";
			schedule_stop(s->schedule);
			cancel_what_must(p, true);
		} else if (schedule_has_stopped(s->schedule)) {
			cancel_what_must(p, false);
		}
		/* A case that is out of time gets no `after` either. */
		if (strcmp(p->end, "complete") != 0 && !anything_runs(p))
			return;
	}
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool is_started(void *arg)
{
	const struct stage *s = arg;

	return hire_all_ready(s) || s->unsupported != NULL || stage_is_broken(s);
}

static void main_script(void *arg)
{
	struct playing *p = arg;
	struct stage *s = &p->stage;
	uint64_t ms = POLICY_MS + hire_start_ms(s);

	if (script_wait(s->scripts, is_started, s, loop_now(s->loop) + ms) == WAKE_DUE)
		stage_break(s, "the programs were not ready after %" PRIu64 " s", ms / 1000);
	if (s->unsupported != NULL || stage_is_broken(s)) {
		p->end = "error";
	} else {
		p->deadline = loop_now(s->loop) +
		              (uint64_t)((double)s->case_->scenario->budget_ms *
		                         s->settings->slowness);
		direct(p);
	}
	loop_stop(s->loop);
}

/* Inside users stand behind a gateway or a front end, whatever the system's
 * inside is; one that the cast does not name is hidden.  False: none is needed. */
static bool needs_hidden(const struct play_settings *set, enum actor_kind kind)
{
	bool users = false;

	for (size_t i = 0; i < set->case_->n_cast; i++) {
		enum actor_kind its = set->case_->cast[i].kind;

		if (its == kind)
			return false;
		users = users || its == ACTOR_INSIDE_USER ||
		        (its == ACTOR_SIP_UA && kind == ACTOR_FRONT_END);
	}
	return users && set->sut->inside == (kind == ACTOR_GATEWAY ? INSIDE_LINK : INSIDE_SIP);
}

static void make_roles(struct stage *s)
{
	size_t n = s->case_->n_cast;
	enum actor_kind hidden = s->settings->sut->inside == INSIDE_SIP ? ACTOR_FRONT_END
	                                                                : ACTOR_GATEWAY;

	s->role = mem_array(n + 1, sizeof *s->role);
	for (size_t i = 0; i <= n; i++) {
		struct role *r = &s->role[i];

		r->stage = s;
		r->index = i;
		r->actor = i < n ? &s->case_->cast[i] : NULL;
		r->name = i < n                     ? r->actor->name.text
		          : hidden == ACTOR_GATEWAY ? "gateway"
		                                    : FRONT_END_HIDDEN;
		r->kind = i < n ? r->actor->kind : hidden;
		gots_init(&r->units);
		gots_init(&r->claimed);
		gots_init(&r->inbox);
		if (r->kind == ACTOR_SUT && s->sut == NULL)
			s->sut = r;
	}
	s->n_role = n + (needs_hidden(s->settings, hidden) ? 1 : 0);
}

static bool open_log(struct stage *s, struct fault *f)
{
	char path[PATH_MAX], seed[24];

	snprintf(path, sizeof path, "%s/events.jsonl", s->settings->dir);
	s->log = evlog_open(path, f);
	if (s->log == NULL)
		return false;
	snprintf(seed, sizeof seed, "%" PRIx64, s->settings->seed);
	evlog_add(s->log, &(struct event){ .kind = EVENT_CASE,
	                                   .name = s->case_->id,
	                                   .value = seed,
	                                   .text = view_of(s->settings->suite_digest) });
	return true;
}

static bool start_capture(struct stage *s, struct fault *f)
{
	struct buf path = { 0 };

	if (!s->settings->pcap)
		return true;
	buf_printf(&path, "%s/keys.log", world_dir(s->world));
	s->keylog = buf_take(&path);
	buf_printf(&path, "%s/trace.pcapng", world_dir(s->world));
	s->capture = capture_start(s->world, buf_cstr(&path), f);
	buf_free(&path);
	return s->capture != NULL;
}

static bool set_stage(struct stage *s, struct fault *f)
{
	const struct play_settings *set = s->settings;
	struct world_settings world = { .dir = set->dir,
		                        .authority = set->authority,
		                        .seed = set->seed,
		                        .keylog = set->pcap };

	s->case_ = set->case_;
	s->loop = loop_new();
	s->world = world_new(s->loop, &world, f);
	if (s->world == NULL || !open_log(s, f))
		return false;
	s->scripts = scripts_new(s->loop);
	s->schedule = schedule_new(s->case_, set->slowness);
	schedule_shorten(s->schedule, set->longest_ms);
	s->vars = bindings_new();
	rng_seed(&s->rng, set->seed);
	s->policy = policy_new(s->case_);
	make_roles(s);
	return site_build(s, f) && start_capture(s, f) && hire_all(s, f);
}

static bool strike_stage(struct stage *s, struct fault *f)
{
	bool ok = true;

	scripts_free(&s->scripts);
	ok = s->capture == NULL || capture_stop(&s->capture, f);
	for (size_t i = 0; i < s->n_role; i++) {
		server_stop_listening(&s->role[i]);
		link_free(&s->role[i].link);
		account_free(&s->role[i].account);
		agent_free(&s->role[i].agent);
		front_end_stop_listening(&s->role[i]);
	}
	lines_free(s);
	for (size_t i = 0; i < s->n_role; i++)
		front_end_free(&s->role[i].front);
	world_free(&s->world);
	hire_free(s);
	stage_free_parts(s);
	policy_free(&s->policy);
	schedule_free(&s->schedule);
	bindings_free(&s->vars);
	free(s->role);
	if (s->log != NULL)
		ok = evlog_close(&s->log, f) && ok;
	if (s->loop != NULL)
		loop_free(&s->loop);
	return ok;
}

/* Steps that were not reached are in the log, too. */
static void log_end(struct playing *p)
{
	struct stage *s = &p->stage;
	enum outcome o;

	for (size_t i = 0; i < s->case_->n_step; i++) {
		bool tolerated = p->run[i].tolerated_began;

		if (tolerated && !p->run[i].tolerated_ended)
			log_step(s, &s->case_->step[i], outcome_word(OUTCOME_DONE), VIEW(""));
		else if (!tolerated && p->run[i].script == NULL &&
		         (!schedule_has_ended(s->schedule, i, &o) || o == OUTCOME_SKIPPED))
			log_step(s, &s->case_->step[i], outcome_word(OUTCOME_SKIPPED),
			         VIEW("not reached"));
	}
	evlog_add(s->log,
	          &(struct event){ .kind = EVENT_STOP,
	                           .value = p->end,
	                           .text = view_of(s->unsupported != NULL ? s->unsupported
	                                           : stage_is_broken(s)   ? s->fault.text
	                                                                  : "") });
}

enum play_result play(const struct play_settings *set, struct fault *f)
{
	struct playing p = { .stage = { .settings = set }, .end = "complete" };
	struct stage *s = &p.stage;
	enum play_result result = PLAY_BROKEN;

	p.run = mem_array(set->case_->n_step + 1, sizeof *p.run);
	if (set_stage(s, &s->fault)) {
		script_new(s->scripts, main_script, &p);
		loop_run(s->loop);
		log_end(&p);
		result = s->unsupported != NULL ? PLAY_UNSUPPORTED : PLAY_DONE;
	}
	if (stage_is_broken(s)) {
		result = PLAY_BROKEN;
		*f = s->fault;
		s->fault = (struct fault){ 0 };
	}
	if (result == PLAY_UNSUPPORTED)
		fault_set(f, NULL, 0, 0, "%s", s->unsupported);
	if (!strike_stage(s, f->text == NULL ? f : &s->fault))
		result = PLAY_BROKEN;
	fault_free(&s->fault);
	free(p.run);
	return result;
}
