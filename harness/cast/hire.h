/* hire.h - the programs of a case: the system under test, real partners, front ends.
 *
 * Each is an instance of a profile (world/profile.h), is played in the world of the
 * case, and tells what becomes of it as events of kind process: started, ready,
 * reloaded, exited.  What is asked of one that runs begins at once and ends later, and
 * stage_wake() comes then; of two questions of one kind the last one counts.
 * False and *f, here: the program could not be run or asked, which ends the case as an
 * error; what the program itself refuses is no fault, but what a step sees.
 * A struct hired is the stage's, from hire_all() to hire_free().
 */
#ifndef HARNESS_HIRE_H
#define HARNESS_HIRE_H

#include "cast/stage.h"

/* Starts them all, front ends last, as they are told where the system under test is.
 * Each has its configuration made first, by its profile. */
bool hire_all(struct stage *s, struct fault *f);
/* Has each said that it is ready (the profile's `ready`)? */
bool hire_all_ready(const struct stage *s);
/* ms: the longest that the profile of any of them allows it, started side by side. */
uint64_t hire_start_ms(const struct stage *s);
/* Forgets them; their processes are the world's to end. */
void hire_free(struct stage *s);

/* NULL: the case has none that is a program. */
struct hired *hire_sut(const struct stage *s);
/* Writes the policy anew and has it read; it becomes ready once more. */
bool hire_reload(struct hired *h, struct fault *f);
/* Would it take this policy of `domain` beside the cast's, and this setting (each NULL: none)?
 * h->checked says so later. */
bool hire_check(struct hired *h, const char *domain, const char *policy, const char *setting,
                struct fault *f);
/* An operator's command; h->told has later what it said (world/profile.h). */
bool hire_operate(struct hired *h, enum operator_command which, const char *words,
                  struct fault *f);
/* The profile's look; h->looking ends, h->looked is what came of it. */
bool hire_look(struct hired *h, struct fault *f);
/* NAME=VALUE of its configuration, from the next reload on. */
bool hire_set(struct hired *h, const char *setting, struct fault *f);
/* Behind an end, with the configuration that it had; ready once more. */
bool hire_restart(struct hired *h, struct fault *f);
/* The profile's `stop`, to all of it. */
void hire_stop(struct hired *h);
/* One of its processes, by its number (world/profile.h), 0 the outermost: SIGKILL; the
 * profile's `stop`; started again, with what it stored; SIGSTOP, or SIGCONT. */
void hire_kill(struct hired *h, size_t process);
void hire_stop_one(struct hired *h, size_t process);
bool hire_revive(struct hired *h, size_t process, struct fault *f);
void hire_freeze(struct hired *h, size_t process, bool frozen);
/* Resident memory of all its processes now. */
uint64_t hire_rss_kib(const struct hired *h);
/* User and system time of all of them so far, as it would be on a machine of ordinary speed. */
uint64_t hire_cpu_us(const struct hired *h);
/* Writes down what was measured; `step` 0: when the act began. */
void hire_log_measure(const struct hired *h, unsigned step, const char *name, uint64_t value);
/* All of its processes? */
bool hire_is_alive(const struct hired *h);

#endif
