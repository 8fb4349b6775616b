#include "cast/schedule.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define DEFAULT_MS 5000
#define PROGRAM_MS 15000 /* starting and stopping takes its time */

struct schedule {
	const struct case_ *case_;
	double slowness;
	const uint64_t *longest_ms; /* NULL: none */
	unsigned group;
	bool stopped;
	struct progress {
		enum { WAITING, RUNNING, OVER } state;
		enum outcome outcome;
		uint64_t due;
	} *step;
};

const char *outcome_word(enum outcome o)
{
	static const char *const word[] = { "done", "timeout", "failed", "skipped" };

	return word[o];
}

static const struct step *at(const struct schedule *s, size_t i)
{
	return &s->case_->step[i];
}

static bool is_tolerated(const struct schedule *s, size_t i)
{
	return at(s, i)->strength == STEP_TOLERATED;
}

/* A stopped scene is left to its phase `after`. */
static bool is_out(const struct schedule *s, size_t i)
{
	return s->stopped && at(s, i)->phase != PHASE_AFTER;
}

/* The first group with something left to do. */
static void advance(struct schedule *s)
{
	for (size_t i = 0; i < s->case_->n_step; i++) {
		if (is_out(s, i) && s->step[i].state == WAITING && !is_tolerated(s, i)) {
			s->step[i].state = OVER;
			s->step[i].outcome = OUTCOME_SKIPPED;
		}
		if (s->step[i].state != OVER && !is_tolerated(s, i)) {
			s->group = at(s, i)->group;
			return;
		}
	}
	s->group = UINT32_MAX;
}

struct schedule *schedule_new(const struct case_ *c, double slowness)
{
	struct schedule *s = mem_zalloc(sizeof *s);

	s->case_ = c;
	s->slowness = slowness;
	s->step = mem_array(c->n_step + 1, sizeof *s->step);
	advance(s);
	return s;
}

void schedule_shorten(struct schedule *s, const uint64_t *longest_ms)
{
	s->longest_ms = longest_ms;
}

void schedule_free(struct schedule **sp)
{
	if (*sp == NULL)
		return;
	free((*sp)->step);
	free(*sp);
	*sp = NULL;
}

static bool is_fence(const struct step *step)
{
	return verb_row(step->verb)->sort == VERB_FENCES;
}

static bool is_denial(const struct step *step)
{
	return verb_row(step->verb)->sort == VERB_DENIES;
}

static bool named(const struct schedule *s, const char *name, size_t actor)
{
	return name != NULL && strcmp(s->case_->cast[actor].name.text, name) == 0;
}

/* A denial waits for the fence, so the fence cannot wait for it. */
static bool fence_waits_for(const struct schedule *s, const struct step *fence,
                            const struct step *other)
{
	return !is_fence(other) && !is_denial(other) &&
	       (named(s, fence->arg[1], other->actor) ||
	        named(s, fence->arg[2], other->actor) || named(s, fence->arg[3], other->actor));
}

static bool waits_for(const struct schedule *s, size_t i, size_t other)
{
	const struct step *step = at(s, i), *before = at(s, other);

	if (is_tolerated(s, other) || s->step[other].state == OVER)
		return false;
	if (is_fence(step))
		return fence_waits_for(s, step, before);
	return !is_fence(before) && before->actor == step->actor;
}

bool schedule_may_begin(const struct schedule *s, size_t i)
{
	if (s->step[i].state != WAITING || is_tolerated(s, i) || at(s, i)->group != s->group ||
	    is_out(s, i))
		return false;
	for (size_t other = 0; other < i; other++)
		if (at(s, other)->group == s->group && waits_for(s, i, other))
			return false;
	return true;
}

static uint64_t time_for(const struct step *step)
{
	if (step->within_ms != 0)
		return step->within_ms;
	return step->verb == VERB_RELOADS || step->verb == VERB_RELOADS_WITHOUT ||
	                       step->verb == VERB_RECONFIGURES ||
	                       step->verb == VERB_RESTARTS || step->verb == VERB_STARTS_AGAIN ||
	                       step->verb == VERB_STARTS_OUTSIDE ||
	                       step->verb == VERB_STARTS_PART || step->verb == VERB_STOPS_PART ||
	                       step->verb == VERB_IS_ONLINE
	               ? PROGRAM_MS
	               : DEFAULT_MS;
}

void schedule_began(struct schedule *s, size_t i, uint64_t now)
{
	uint64_t ms = (uint64_t)((double)time_for(at(s, i)) * s->slowness);

	assert(schedule_may_begin(s, i));
	if (s->longest_ms != NULL && s->longest_ms[i] < ms)
		ms = s->longest_ms[i];
	s->step[i].state = RUNNING;
	s->step[i].due = now + ms;
}

void schedule_ended(struct schedule *s, size_t i, enum outcome o)
{
	assert(s->step[i].state == RUNNING);
	s->step[i].state = OVER;
	s->step[i].outcome = o;
	if (o != OUTCOME_DONE && at(s, i)->strength == STEP_NEEDED &&
	    at(s, i)->phase != PHASE_AFTER)
		s->stopped = true;
	advance(s);
}

bool schedule_is_running(const struct schedule *s, size_t i)
{
	return s->step[i].state == RUNNING;
}

bool schedule_has_ended(const struct schedule *s, size_t i, enum outcome *o)
{
	if (s->step[i].state != OVER)
		return false;
	*o = s->step[i].outcome;
	return true;
}

uint64_t schedule_due(const struct schedule *s, size_t i)
{
	return s->step[i].due;
}

bool schedule_tolerates(const struct schedule *s, size_t i)
{
	return is_tolerated(s, i) && at(s, i)->group == s->group;
}

bool schedule_has_stopped(const struct schedule *s)
{
	return s->stopped;
}

void schedule_stop(struct schedule *s)
{
	s->stopped = true;
	advance(s);
}

bool schedule_is_over(const struct schedule *s)
{
	return s->group == UINT32_MAX;
}

unsigned schedule_group(const struct schedule *s)
{
	return s->group;
}

size_t schedule_next(const struct schedule *s, size_t actor, const bool *verbs, size_t from)
{
	size_t i;

	for (i = from; i < s->case_->n_step; i++)
		if (at(s, i)->actor == actor && !is_tolerated(s, i) &&
		    s->step[i].state != OVER && verbs[at(s, i)->verb])
			break;
	return i;
}
