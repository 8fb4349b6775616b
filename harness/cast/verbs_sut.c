/* Verbs of the system under test as a program. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "cast/hire.h"
#include "cast/policy.h"
#include "cast/verbs.h"
#include "lib/text.h"

struct readiness {
	const struct hired *hired;
	unsigned before;
};

static bool is_ready_again(void *arg)
{
	const struct readiness *w = arg;

	return w->hired->ready > w->before || w->hired->exited ||
	       stage_is_broken(w->hired->stage);
}

static bool has_exited(void *arg)
{
	return ((const struct hired *)arg)->exited;
}

/* What `began` began: waits until the program, `ready` times so far, is so once more. */
static void await_ready(struct act *a, unsigned ready, bool began, struct fault *f)
{
	struct readiness w = { .hired = hire_sut(a->stage), .before = ready };

	if (!began) {
		act_fail(a, "%s", f->text);
		stage_fault(a->stage, f);
	} else if (act_wait(a, is_ready_again, &w) && w.hired->ready == ready) {
		act_fail(a, "it ended instead of becoming ready");
	}
}

/* Runs `start`, then waits until the program is ready once more. */
static void until_ready(struct act *a, bool (*start)(struct hired *h, struct fault *f))
{
	struct hired *h = hire_sut(a->stage);
	unsigned ready = h->ready;
	struct fault f = { 0 };
	bool began = start(h, &f);

	await_ready(a, ready, began, &f);
}

void act_RELOADS(struct act *a)
{
	policy_set(a->stage->policy, act_arg(a, 0), act_arg(a, 1));
	until_ready(a, hire_reload);
}

void act_RELOADS_WITHOUT(struct act *a)
{
	policy_remove(a->stage->policy, act_arg(a, 0));
	until_ready(a, hire_reload);
}

void act_RECONFIGURES(struct act *a)
{
	struct fault f = { 0 };

	if (!hire_set(hire_sut(a->stage), act_arg(a, 0), &f)) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
		return;
	}
	until_ready(a, hire_reload);
}

void act_RESTARTS(struct act *a)
{
	struct hired *h = hire_sut(a->stage);

	a->stage->sut_stopping = true;
	hire_stop(h);
	if (!act_wait(a, has_exited, h)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "it did not stop");
		return;
	}
	a->stage->sut_stopping = false;
	until_ready(a, hire_restart);
}

/* --- one of its processes --------------------------------------------------------------- */

static size_t innermost(const struct act *a)
{
	return instance_processes(hire_sut(a->stage)->instance) - 1;
}

/* The one that the step names.  False: the profile has none of that name here, and the
 * case is not for this system. */
static bool part(struct act *a, size_t *process)
{
	const struct instance *i = hire_sut(a->stage)->instance;

	*process = instance_process(i, act_arg(a, 0));
	if (*process < instance_processes(i))
		return true;
	stage_cannot(a->stage, "its profile has no process of this name");
	return act_fail(a, "it has no process \"%s\" here", act_arg(a, 0));
}

static void end_one(struct act *a, size_t process, void (*end)(struct hired *h, size_t process))
{
	struct hired *h = hire_sut(a->stage);

	a->stage->sut_stopping = true;
	end(h, process);
	if (!act_wait(a, has_exited, h) && a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "it lives on");
}

static void start_one(struct act *a, size_t process)
{
	struct hired *h = hire_sut(a->stage);
	unsigned ready = h->ready;
	struct fault f = { 0 };
	bool began = hire_revive(h, process, &f);

	a->stage->sut_stopping = false;
	await_ready(a, ready, began, &f);
}

void act_KILLS(struct act *a)
{
	end_one(a, innermost(a), hire_kill);
}

void act_KILLS_OUTSIDE(struct act *a)
{
	end_one(a, 0, hire_kill);
}

void act_STARTS_AGAIN(struct act *a)
{
	start_one(a, innermost(a));
}

void act_STARTS_OUTSIDE(struct act *a)
{
	start_one(a, 0);
}

void act_KILLS_PART(struct act *a)
{
	size_t process;

	if (part(a, &process))
		end_one(a, process, hire_kill);
}

void act_STOPS_PART(struct act *a)
{
	size_t process;

	if (part(a, &process))
		end_one(a, process, hire_stop_one);
}

void act_STARTS_PART(struct act *a)
{
	size_t process;

	if (part(a, &process))
		start_one(a, process);
}

void act_FREEZES_OUTSIDE(struct act *a)
{
	hire_freeze(hire_sut(a->stage), 0, true);
}

void act_THAWS_OUTSIDE(struct act *a)
{
	hire_freeze(hire_sut(a->stage), 0, false);
}

void act_TERMINATES(struct act *a)
{
	a->stage->sut_stopping = true;
	hire_stop(hire_sut(a->stage));
}

void act_HAS_STOPPED(struct act *a)
{
	struct hired *h = hire_sut(a->stage);

	if (!act_wait(a, has_exited, h)) {
		if (a->outcome == OUTCOME_TIMEOUT)
			buf_puts(&a->reason, "it still runs");
	} else if (!WIFEXITED(h->status)) {
		act_fail(a, "it was killed by signal %d", WTERMSIG(h->status));
	} else if (WEXITSTATUS(h->status) != 0) {
		act_fail(a, "it ended with status %d", WEXITSTATUS(h->status));
	}
}

void act_RUNS(struct act *a)
{
	if (!hire_is_alive(hire_sut(a->stage)))
		act_fail(a, "it has ended");
}

/* What it has taken since the act began.  False, and the step failed: one of its programs
 * has ended, and takes nothing. */
static bool has_taken(struct act *a, const char *name, uint64_t before,
                      uint64_t (*of)(const struct hired *h), uint64_t *more)
{
	const struct hired *h = hire_sut(a->stage);
	uint64_t now;

	if (!hire_is_alive(h)) {
		act_fail(a, "it has ended, and cannot be measured");
		return false;
	}
	now = of(h);
	hire_log_measure(h, a->step->number, name, now);
	*more = now > before ? now - before : 0;
	return true;
}

void act_MEMORY_BELOW(struct act *a)
{
	uint64_t more, most = 0;

	if (!has_taken(a, "rss-kib", a->stage->rss_kib, hire_rss_kib, &more))
		return;
	text_size(view_of(act_arg(a, 0)), &most);
	if (more * 1024 >= most)
		act_fail(a, "%llu KiB more than when the act began", (unsigned long long)more);
}

void act_CPU_BELOW(struct act *a)
{
	uint64_t more, most = 0;

	if (!has_taken(a, "cpu-us", a->stage->cpu_us, hire_cpu_us, &more))
		return;
	text_duration(view_of(act_arg(a, 0)), &most);
	if (more >= most * 1000)
		act_fail(a, "%llu us since the act began", (unsigned long long)more);
}

/* --- a configuration, tried ----------------------------------------------------------- */

static bool is_checked(void *arg)
{
	const struct hired *h = arg;

	return h->checked != NULL || stage_is_broken(h->stage);
}

static void check(struct act *a, const char *domain, const char *policy, const char *setting,
                  const char *wanted)
{
	struct hired *h = hire_sut(a->stage);
	struct fault f = { 0 };

	if (!hire_check(h, domain, policy, setting, &f)) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
		return;
	}
	if (!act_wait(a, is_checked, h) || h->checked == NULL)
		return;
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = a->role->name,
	                                          .step = a->step->number,
	                                          .name = "check",
	                                          .value = h->checked });
	if (strcmp(h->checked, wanted) != 0)
		act_fail(a, "it was %s", h->checked);
}

/* --- what its operator asks ------------------------------------------------------------ */

static bool is_told(void *arg)
{
	const struct hired *h = arg;

	return h->told != NULL || stage_is_broken(h->stage);
}

/* One of the lines of `said`. */
static bool says(const char *said, const char *wanted)
{
	struct view rest = view_of(said), line;
	bool found = false;

	while (!found && rest.n != 0) {
		(void)view_cut(rest, '|', &line, &rest);
		found = view_is(line, wanted);
	}
	return found;
}

static void operate(struct act *a, enum operator_command which, const char *words,
                    const char *wanted)
{
	struct hired *h = hire_sut(a->stage);
	struct fault f = { 0 };

	if (!hire_operate(h, which, words, &f)) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
		return;
	}
	if (!act_wait(a, is_told, h) || h->told == NULL)
		return;
	evlog_add(a->stage->log, &(struct event){ .kind = EVENT_MEASURE,
	                                          .actor = a->role->name,
	                                          .step = a->step->number,
	                                          .name = "operator",
	                                          .value = h->told });
	if (!says(h->told, wanted))
		act_fail(a, "it said: %s", h->told);
}

static void probe(struct act *a, const char *from, const char *to, const char *step)
{
	struct buf words = { 0 }, wanted = { 0 };

	buf_printf(&words, "%s %s", from, to);
	buf_printf(&wanted, "broken %s", step);
	operate(a, OPERATOR_PROBES, buf_cstr(&words),
	        step[0] != '\0' ? buf_cstr(&wanted) : "well");
	buf_free(&wanted);
	buf_free(&words);
}

void act_WAY_OPEN(struct act *a)
{
	probe(a, act_arg(a, 0), act_arg(a, 1), "");
}

void act_WAY_BROKEN(struct act *a)
{
	probe(a, act_arg(a, 1), act_arg(a, 2), act_arg(a, 0));
}

void act_SELF_SOUND(struct act *a)
{
	operate(a, OPERATOR_EXAMINES, "", "well");
}

static void examine(struct act *a, const char *what)
{
	struct buf wanted = { 0 };

	buf_printf(&wanted, "%s %s %s", what, act_arg(a, 0), act_arg(a, 1));
	operate(a, OPERATOR_EXAMINES, "", buf_cstr(&wanted));
	buf_free(&wanted);
}

void act_SELF_AMISS(struct act *a)
{
	examine(a, "amiss");
}

void act_SELF_CONCERNED(struct act *a)
{
	examine(a, "concern");
}

void act_HAS_SETTING(struct act *a)
{
	const char *wanted = act_arg(a, 0);
	struct buf name = { 0 };

	buf_printf(&name, "%.*s=", (int)strcspn(wanted, "="), wanted);
	operate(a, OPERATOR_READS_SETTINGS, buf_cstr(&name), wanted);
	buf_free(&name);
}

void act_TAKES_POLICY(struct act *a)
{
	check(a, act_arg(a, 0), act_arg(a, 1), NULL, "taken");
}

void act_WARNS_OF_POLICY(struct act *a)
{
	check(a, act_arg(a, 0), act_arg(a, 1), NULL, "warned");
}

void act_REFUSES_POLICY(struct act *a)
{
	check(a, act_arg(a, 0), act_arg(a, 1), NULL, "refused");
}

void act_TAKES_SETTING(struct act *a)
{
	check(a, NULL, NULL, act_arg(a, 0), "taken");
}

void act_WARNS_OF_SETTING(struct act *a)
{
	check(a, NULL, NULL, act_arg(a, 0), "warned");
}

void act_REFUSES_SETTING(struct act *a)
{
	check(a, NULL, NULL, act_arg(a, 0), "refused");
}
