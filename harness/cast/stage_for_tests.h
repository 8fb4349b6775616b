/* stage_for_tests.h - a stage without a world; for *_test.c.
 *
 * The system under test is the test itself: a listener on a free port, and
 * what it hears and says.
 */
#ifndef HARNESS_STAGE_FOR_TESTS_H
#define HARNESS_STAGE_FOR_TESTS_H

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cast/certificate_for_tests.h"
#include "cast/conn.h"
#include "cast/line.h"
#include "cast/stage.h"
#include "lib/listener.h"
#include "lib/mem.h"

struct test_stage {
	struct stage stage;
	struct case_ case_;
	struct scenario scenario;
	struct play_settings settings;
	struct profile profile;
	struct test_certificate cert;
	char log[96];
	struct act act;
	void (*fn)(struct act *a);
	bool done;
};

static inline void test_stage_make(struct test_stage *t, struct actor *cast, size_t n_cast,
                                   struct step *step, size_t n_step, size_t n_role)
{
	struct stage *s = &t->stage;
	struct fault f = { 0 };

	test_certificate_make(&t->cert, "DNS:gw1.inside.example");
	snprintf(t->log, sizeof t->log, "%s/log", t->cert.dir);
	t->case_ = (struct case_){ .scenario = &t->scenario,
		                   .id = (char *)"T",
		                   .cast = cast,
		                   .n_cast = n_cast,
		                   .step = step,
		                   .n_step = n_step };
	t->profile.inside = INSIDE_LINK;
	t->settings = (struct play_settings){ .case_ = &t->case_, .sut = &t->profile };
	s->settings = &t->settings;
	s->case_ = &t->case_;
	s->loop = loop_new();
	s->log = evlog_open(t->log, &f);
	ck_assert_ptr_nonnull(s->log);
	s->scripts = scripts_new(s->loop);
	s->schedule = schedule_new(&t->case_, 1);
	s->vars = bindings_new();
	rng_seed(&s->rng, 1);
	s->role = mem_array(n_cast + 1, sizeof *s->role);
	s->n_role = n_role;
	for (size_t i = 0; i <= n_cast; i++) {
		struct role *r = &s->role[i];

		r->stage = s;
		r->index = i;
		r->actor = i < n_cast ? &cast[i] : NULL;
		r->name = i < n_cast ? cast[i].name.text : "gateway";
		r->kind = i < n_cast ? cast[i].kind : ACTOR_GATEWAY;
		gots_init(&r->units);
		gots_init(&r->claimed);
		gots_init(&r->inbox);
	}
	s->sut = &s->role[0];
}

static inline void test_stage_forget(struct test_stage *t)
{
	struct stage *s = &t->stage;
	struct fault f = { 0 };

	scripts_free(&s->scripts);
	lines_free(s);
	stage_free_parts(s);
	schedule_free(&s->schedule);
	bindings_free(&s->vars);
	free(s->role);
	ck_assert(evlog_close(&s->log, &f));
	buf_free(&t->act.reason);
	fault_free(&s->fault);
	loop_free(&s->loop);
	unlink(t->log);
	test_certificate_forget(&t->cert);
}

static inline void test_stage_body(void *arg)
{
	struct test_stage *t = arg;

	t->fn(&t->act);
	t->done = true;
}

/* Runs `fn` as the step of a role to its end. */
static inline enum outcome test_stage_run(struct test_stage *t, size_t role,
                                          void (*fn)(struct act *a), uint64_t ms)
{
	static const struct step none = { .number = 1 };
	struct stage *s = &t->stage;

	buf_free(&t->act.reason);
	t->act = (struct act){ .stage = s,
		               .role = &s->role[role],
		               .step = s->case_->n_step > 0 ? &s->case_->step[0] : &none,
		               .due = loop_now(s->loop) + ms };
	t->fn = fn;
	t->done = false;
	script_new(s->scripts, test_stage_body, t);
	for (int i = 0; i < 10000 && !t->done; i++)
		loop_once(s->loop, 1000);
	ck_assert(t->done);
	return t->act.outcome;
}

/* Lets things happen until `fn` holds. */
static inline void test_stage_until(struct test_stage *t, bool (*fn)(void *arg), void *arg)
{
	for (int i = 0; i < 1000 && !fn(arg); i++)
		loop_once(t->stage.loop, 1000);
	ck_assert(fn(arg));
}

#endif
