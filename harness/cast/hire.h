/* hire.h - the programs of a case: the system under test, real partners.
 */
#ifndef HARNESS_HIRE_H
#define HARNESS_HIRE_H

#include "cast/stage.h"

/* Starts them all: each has its configuration made first. */
bool hire_all(struct stage *s, struct fault *f);
bool hire_all_ready(const struct stage *s);
/* The longest that the profile of any of them allows it, started side by side. */
uint64_t hire_start_ms(const struct stage *s);
void hire_free(struct stage *s);

struct hired *hire_sut(const struct stage *s);
/* Writes the policy anew and has it read; it becomes ready once more. */
bool hire_reload(struct hired *h, struct fault *f);
/* Would it take this policy beside the cast's, and this setting (each NULL: none)?
 * `checked` says so later. */
bool hire_check(struct hired *h, const char *domain, const char *policy, const char *setting,
                struct fault *f);
/* An operator's command; `told` says later what it said (world/profile.h). */
bool hire_operate(struct hired *h, enum operator_command which, const char *words,
                  struct fault *f);
/* The profile's look; `looking` ends, `looked` is what came of it. */
bool hire_look(struct hired *h, struct fault *f);
/* NAME=VALUE of its configuration, from the next reload on. */
bool hire_set(struct hired *h, const char *setting, struct fault *f);
bool hire_restart(struct hired *h, struct fault *f);
void hire_stop(struct hired *h);
/* One of its processes, by its number (world/profile.h). */
void hire_kill(struct hired *h, size_t process);
void hire_stop_one(struct hired *h, size_t process);
bool hire_revive(struct hired *h, size_t process, struct fault *f);
void hire_freeze(struct hired *h, size_t process, bool frozen);
uint64_t hire_rss_kib(const struct hired *h);
/* User and system time so far, as it would be on a machine of ordinary speed. */
uint64_t hire_cpu_us(const struct hired *h);
/* Writes down what was measured; `step` 0: when the act began. */
void hire_log_measure(const struct hired *h, unsigned step, const char *name, uint64_t value);
bool hire_is_alive(const struct hired *h);

#endif
