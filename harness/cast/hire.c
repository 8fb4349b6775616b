/* hire.c - the programs of a case: begun, ended, looked at while they run. */
#include "cast/hire_private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "cast/front_end.h"
#include "lib/mem.h"

/* --- what they tell --------------------------------------------------------------------- */

static void log_process(const struct hired *h, const char *what, long number)
{
	char value[24];

	snprintf(value, sizeof value, "%ld", number);
	evlog_add(h->stage->log, &(struct event){ .kind = EVENT_PROCESS,
	                                          .actor = h->role->name,
	                                          .name = what,
	                                          .value = value,
	                                          .step = h->role->step });
	stage_wake(h->stage);
}

static long pid_of(const struct hired *h)
{
	return h->instance == NULL ? 0 : (long)instance_pid(h->instance);
}

static void on_ready(void *arg, struct instance *i)
{
	struct hired *h = arg;

	(void)i;
	h->ready++;
	log_process(h, h->reloading ? "reloaded" : "ready", pid_of(h));
	h->reloading = false;
}

static void on_unsupported(void *arg, struct instance *i, const char *what)
{
	(void)i;
	stage_cannot(((struct hired *)arg)->stage, what);
}

static void on_failed(void *arg, struct instance *i, const char *why)
{
	struct hired *h = arg;

	(void)i;
	stage_break(h->stage, "%s (%s): %s", h->role->name,
	            h->profile == NULL ? h->stage->settings->sut->name : h->profile->name, why);
}

/* "0", or "signal 11" as -11: what the judge needs to know a crash. */
static void on_exited(void *arg, struct instance *i, int status)
{
	struct hired *h = arg;

	(void)i;
	h->exited = true;
	h->status = status;
	log_process(h, "exited",
	            WIFEXITED(status)     ? WEXITSTATUS(status)
	            : WIFSIGNALED(status) ? -WTERMSIG(status)
	                                  : status);
}

static const struct instance_ops ops = { on_ready, on_unsupported, on_failed, on_exited };

/* --- starting --------------------------------------------------------------------------------- */

static bool hire(struct role *r, struct fault *f)
{
	struct stage *s = r->stage;
	struct hired *h = mem_zalloc(sizeof *h);

	h->stage = s;
	h->role = r;
	h->next = s->hired;
	s->hired = h;
	if (r->kind != ACTOR_SUT) {
		h->profile = profile_load(s->settings->peers_dir, r->actor->on.text, f);
		if (h->profile == NULL)
			return false;
	}
	if (!hire_start(h, &ops, f))
		return false;
	r->instance = h->instance;
	for (size_t i = 0; i < s->n_role && r->kind != ACTOR_FRONT_END; i++)
		if (s->role[i].kind == r->kind && hire_server(&s->role[i]) == r)
			s->role[i].instance = h->instance;
	log_process(h, "started", pid_of(h));
	return true;
}

static bool is_hired(const struct role *r)
{
	return r->kind == ACTOR_FRONT_END
	               ? front_end_is_program(r)
	               : r->kind == ACTOR_SUT ||
	                         (r->kind == ACTOR_XMPP_USER && hire_server(r) == r);
}

/* Front ends last: they are told where the system under test is. */
bool hire_all(struct stage *s, struct fault *f)
{
	for (int front_ends = 0; front_ends <= 1; front_ends++)
		for (size_t i = 0; i < s->n_role; i++) {
			struct role *r = &s->role[i];

			if ((r->kind == ACTOR_FRONT_END) == (front_ends == 1) && is_hired(r) &&
			    !hire(r, f))
				return false;
		}
	return true;
}

bool hire_all_ready(const struct stage *s)
{
	for (const struct hired *h = s->hired; h != NULL; h = h->next)
		if (h->ready == 0)
			return false;
	return true;
}

uint64_t hire_start_ms(const struct stage *s)
{
	uint64_t longest = 0;

	for (const struct hired *h = s->hired; h != NULL; h = h->next) {
		uint64_t ms = profile_start_ms(hire_profile(h));

		longest = ms > longest ? ms : longest;
	}
	return longest;
}

void hire_free(struct stage *s)
{
	while (s->hired != NULL) {
		struct hired *h = s->hired;

		s->hired = h->next;
		instance_free(&h->instance);
		free(h->looked);
		while (h->counted != NULL) {
			struct counted *c = h->counted;

			h->counted = c->next;
			free(c->name);
			free(c);
		}
		while (h->linked != NULL) {
			struct linked *l = h->linked;

			h->linked = l->next;
			free(l->name);
			free(l);
		}
		profile_free(&h->profile);
		free(h->told);
		free(h);
	}
}

struct hired *hire_sut(const struct stage *s)
{
	struct hired *h = s->hired;

	while (h != NULL && h->role->kind != ACTOR_SUT)
		h = h->next;
	return h;
}

/* --- while it runs ------------------------------------------------------------------------------- */

bool hire_reload(struct hired *h, struct fault *f)
{
	char policy[PATH_MAX];

	h->reloading = true;
	h->exited = false; /* one of its processes may have been ended: the others reload */
	return hire_write_policy(h->stage, policy, f) && instance_reload(h->instance, policy, f);
}

bool hire_set(struct hired *h, const char *setting, struct fault *f)
{
	return instance_set(h->instance, setting, f);
}

bool hire_restart(struct hired *h, struct fault *f)
{
	h->exited = false;
	return instance_restart(h->instance, f);
}

void hire_stop(struct hired *h)
{
	instance_stop(h->instance);
}

void hire_kill(struct hired *h, size_t process)
{
	h->exited = false;
	instance_kill(h->instance, process);
}

void hire_stop_one(struct hired *h, size_t process)
{
	h->exited = false;
	instance_stop_one(h->instance, process);
}

bool hire_revive(struct hired *h, size_t process, struct fault *f)
{
	h->exited = false;
	return instance_revive(h->instance, process, f);
}

void hire_freeze(struct hired *h, size_t process, bool frozen)
{
	instance_freeze(h->instance, process, frozen);
}

uint64_t hire_rss_kib(const struct hired *h)
{
	return instance_rss_kib(h->instance);
}

uint64_t hire_cpu_us(const struct hired *h)
{
	double slowness = h->stage->settings->slowness;
	uint64_t us = instance_cpu_us(h->instance);

	return slowness > 1.0 ? (uint64_t)((double)us / slowness) : us;
}

void hire_log_measure(const struct hired *h, unsigned step, const char *name, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%llu", (unsigned long long)value);
	evlog_add(h->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = h->role->name,
	                                          .step = step,
	                                          .name = name,
	                                          .value = text });
}

bool hire_is_alive(const struct hired *h)
{
	return !h->exited && instance_is_alive(h->instance);
}
