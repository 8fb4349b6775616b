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

/* Runs `start`, then waits until the program is ready once more. */
static void until_ready(struct act *a, bool (*start)(struct hired *h, struct fault *f))
{
	struct readiness w = { .hired = hire_sut(a->stage) };
	struct fault f = { 0 };

	w.before = w.hired->ready;
	if (!start(hire_sut(a->stage), &f)) {
		act_fail(a, "%s", f.text);
		stage_fault(a->stage, &f);
	} else if (act_wait(a, is_ready_again, &w) && w.hired->ready == w.before) {
		act_fail(a, "it ended instead of becoming ready");
	}
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

static void kill_one(struct act *a, enum instance_end end)
{
	struct hired *h = hire_sut(a->stage);

	a->stage->sut_stopping = true;
	hire_kill(h, end);
	if (!act_wait(a, has_exited, h) && a->outcome == OUTCOME_TIMEOUT)
		buf_puts(&a->reason, "it lives on");
}

void act_KILLS(struct act *a)
{
	kill_one(a, INSTANCE_INNERMOST);
}

void act_KILLS_OUTSIDE(struct act *a)
{
	kill_one(a, INSTANCE_OUTERMOST);
}

void act_STARTS_AGAIN(struct act *a)
{
	a->stage->sut_stopping = false;
	until_ready(a, hire_revive_inner);
}

void act_STARTS_OUTSIDE(struct act *a)
{
	a->stage->sut_stopping = false;
	until_ready(a, hire_revive_outer);
}

void act_FREEZES_OUTSIDE(struct act *a)
{
	hire_freeze(hire_sut(a->stage), INSTANCE_OUTERMOST, true);
}

void act_THAWS_OUTSIDE(struct act *a)
{
	hire_freeze(hire_sut(a->stage), INSTANCE_OUTERMOST, false);
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

void act_SELF_AMISS(struct act *a)
{
	struct buf wanted = { 0 };

	buf_printf(&wanted, "amiss %s %s", act_arg(a, 0), act_arg(a, 1));
	operate(a, OPERATOR_EXAMINES, "", buf_cstr(&wanted));
	buf_free(&wanted);
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
