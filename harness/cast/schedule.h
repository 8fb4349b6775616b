/* schedule.h - which step may begin, when its time is over, when all stops.
 *
 * Steps of one actor happen in order, steps of different actors side by side;
 * a group (`then`, a phase) begins when the one before is settled.  A fence
 * waits for what its two actors, and the one it is `after`, were to do before
 * it in its group.  A needed step that fails ends the scene: only the phase
 * `after` is left.
 * Pure: no loop, no clock; times are milliseconds on any scale that does not go back.
 */
#ifndef HARNESS_SCHEDULE_H
#define HARNESS_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scenario/scenario.h"

enum outcome {
	OUTCOME_DONE,
	OUTCOME_TIMEOUT,
	OUTCOME_FAILED,
	OUTCOME_SKIPPED, /* not begun, or broken off with the scene */
};
const char *outcome_word(enum outcome o); /* "done", ... */

struct schedule;

/* Of a case, lent for its life; its times are multiplied by `slowness`. */
struct schedule *schedule_new(const struct case_ *c, double slowness);
/* No step lasts longer than its `longest_ms`, which slowness does not change;
 * borrowed.  NULL: each has its own time. */
void schedule_shorten(struct schedule *s, const uint64_t *longest_ms);
void schedule_free(struct schedule **sp);

/* Steps are named by their index in the case.  Each is begun once, when it may, and ended
 * once, when it was begun. */
bool schedule_may_begin(const struct schedule *s, size_t step);
void schedule_began(struct schedule *s, size_t step, uint64_t now);
void schedule_ended(struct schedule *s, size_t step, enum outcome o);
bool schedule_is_running(const struct schedule *s, size_t step);
/* *o: how; only where it has. */
bool schedule_has_ended(const struct schedule *s, size_t step, enum outcome *o);
/* Of one that runs: when its time is over. */
uint64_t schedule_due(const struct schedule *s, size_t step);

/* Tolerated steps are in force while their group is; they never end by
 * themselves and nothing waits for them. */
bool schedule_tolerates(const struct schedule *s, size_t step);

/* A needed step failed, or schedule_stop() was called. */
bool schedule_has_stopped(const struct schedule *s);
void schedule_stop(struct schedule *s);
/* Nothing may begin any more, and nothing runs that is waited for. */
bool schedule_is_over(const struct schedule *s);
/* The group that is under way. */
unsigned schedule_group(const struct schedule *s);

/* The first step of `actor`, at `from` or behind it, that is neither over nor
 * tolerated and whose verb is marked in `verbs` (VERB_COUNT); n_step when
 * there is none. */
size_t schedule_next(const struct schedule *s, size_t actor, const bool *verbs, size_t from);

#endif
