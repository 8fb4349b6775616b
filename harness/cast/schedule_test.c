#include "cast/schedule.h"

#include "lib/unit.h"

/* A cast of a, b and c; steps by a letter for the actor. */
static struct actor cast[] = {
	{ .name = { .text = (char *)"a" } },
	{ .name = { .text = (char *)"b" } },
	{ .name = { .text = (char *)"c" } },
};
static struct step step[16];
static struct case_ one = { .cast = cast, .n_cast = 3, .step = step };

static struct step *add(size_t actor, unsigned group, enum verb verb)
{
	struct step *s = &step[one.n_step];

	*s = (struct step){ .number = (unsigned)++one.n_step,
		            .actor = actor,
		            .group = group,
		            .verb = verb,
		            .phase = PHASE_ACT };
	return s;
}

static void run(struct schedule *s, size_t i, enum outcome o)
{
	schedule_began(s, i, 0);
	schedule_ended(s, i, o);
}

START_TEST(one_actor_goes_in_order_others_beside_it)
{
	struct schedule *s;

	add(0, 1, VERB_SENDS);
	add(0, 1, VERB_GETS);
	add(1, 1, VERB_GETS);
	s = schedule_new(&one, 1);
	ck_assert(schedule_may_begin(s, 0) && !schedule_may_begin(s, 1));
	ck_assert(schedule_may_begin(s, 2));
	schedule_began(s, 0, 0);
	ck_assert(!schedule_may_begin(s, 0) && !schedule_may_begin(s, 1));
	ck_assert(schedule_is_running(s, 0));
	schedule_ended(s, 0, OUTCOME_DONE);
	ck_assert(schedule_may_begin(s, 1));
	schedule_free(&s);
}
END_TEST

START_TEST(a_group_waits_for_the_one_before)
{
	struct schedule *s;
	enum outcome o;

	add(0, 1, VERB_SENDS);
	add(1, 2, VERB_GETS);
	s = schedule_new(&one, 1);
	ck_assert(!schedule_may_begin(s, 1));
	ck_assert(!schedule_has_ended(s, 0, &o));
	run(s, 0, OUTCOME_DONE);
	ck_assert(schedule_has_ended(s, 0, &o) && o == OUTCOME_DONE);
	ck_assert_uint_eq(schedule_group(s), 2);
	run(s, 1, OUTCOME_DONE);
	ck_assert(schedule_is_over(s) && !schedule_has_stopped(s));
	schedule_free(&s);
}
END_TEST

START_TEST(times_follow_the_machine)
{
	struct schedule *s;

	add(0, 1, VERB_GETS);
	add(1, 1, VERB_GETS)->within_ms = 1000;
	s = schedule_new(&one, 1.5);
	schedule_began(s, 0, 100);
	schedule_began(s, 1, 100);
	ck_assert_uint_eq(schedule_due(s, 0), 100 + 7500);
	ck_assert_uint_eq(schedule_due(s, 1), 100 + 1500);
	schedule_free(&s);
}
END_TEST

START_TEST(a_needed_failure_stops_all_but_after)
{
	struct schedule *s;
	enum outcome o;

	add(0, 1, VERB_GETS);
	add(1, 1, VERB_GETS);
	add(0, 2, VERB_SENDS);
	add(0, 3, VERB_CLOSES)->phase = PHASE_AFTER;
	s = schedule_new(&one, 1);
	schedule_began(s, 1, 0);
	run(s, 0, OUTCOME_TIMEOUT);
	ck_assert(schedule_has_stopped(s));
	ck_assert(!schedule_may_begin(s, 2) && !schedule_may_begin(s, 3));
	schedule_ended(s, 1, OUTCOME_SKIPPED);
	ck_assert(schedule_has_ended(s, 2, &o) && o == OUTCOME_SKIPPED);
	ck_assert(schedule_may_begin(s, 3));
	run(s, 3, OUTCOME_FAILED);
	ck_assert(schedule_is_over(s));
	schedule_free(&s);
}
END_TEST

START_TEST(also_goes_on)
{
	struct schedule *s;

	add(0, 1, VERB_GETS)->strength = STEP_ALSO;
	add(0, 1, VERB_SENDS);
	s = schedule_new(&one, 1);
	run(s, 0, OUTCOME_FAILED);
	ck_assert(!schedule_has_stopped(s) && schedule_may_begin(s, 1));
	schedule_free(&s);
}
END_TEST

START_TEST(a_tolerated_step_is_in_force_with_its_group)
{
	struct schedule *s;

	add(0, 1, VERB_GETS)->strength = STEP_TOLERATED;
	add(0, 1, VERB_SENDS);
	add(0, 2, VERB_SENDS);
	s = schedule_new(&one, 1);
	ck_assert(!schedule_may_begin(s, 0) && schedule_may_begin(s, 1));
	ck_assert(schedule_tolerates(s, 0));
	run(s, 1, OUTCOME_DONE);
	ck_assert(!schedule_tolerates(s, 0));
	run(s, 2, OUTCOME_DONE);
	ck_assert(schedule_is_over(s));
	schedule_free(&s);
}
END_TEST

START_TEST(a_fence_waits_for_its_actors_and_denials_for_nothing)
{
	struct schedule *s;
	struct step *fence;

	add(2, 1, VERB_SENDS);
	add(1, 1, VERB_GOT_NOTHING_LIKE);
	fence = add(0, 1, VERB_FENCE);
	fence->arg[0] = (char *)"F";
	fence->arg[1] = (char *)"a";
	fence->arg[2] = (char *)"b";
	fence->arg[3] = (char *)"c";
	add(0, 1, VERB_SENDS);
	s = schedule_new(&one, 1);
	ck_assert(schedule_may_begin(s, 1) && !schedule_may_begin(s, 2));
	ck_assert(schedule_may_begin(s, 3)); /* not behind the fence */
	run(s, 0, OUTCOME_DONE);
	ck_assert(schedule_may_begin(s, 2));
	schedule_free(&s);
}
END_TEST

START_TEST(what_comes_next_is_found)
{
	static const bool verbs[VERB_COUNT] = { [VERB_GETS] = true, [VERB_STARTS_TLS] = true };
	struct schedule *s;

	add(0, 1, VERB_OPENS_STREAM);
	add(0, 1, VERB_GETS)->strength = STEP_TOLERATED;
	add(1, 1, VERB_GETS);
	add(0, 2, VERB_STARTS_TLS);
	s = schedule_new(&one, 1);
	ck_assert_uint_eq(schedule_next(s, 0, verbs, 0), 3);
	ck_assert_uint_eq(schedule_next(s, 1, verbs, 0), 2);
	ck_assert_uint_eq(schedule_next(s, 2, verbs, 0), 4);
	ck_assert_uint_eq(schedule_next(s, 0, verbs, 4), 4);
	schedule_free(&s);
}
END_TEST

START_TEST(a_stop_from_outside_skips)
{
	struct schedule *s;

	add(0, 1, VERB_GETS);
	s = schedule_new(&one, 1);
	schedule_stop(s);
	ck_assert(schedule_is_over(s));
	ck_assert_str_eq(outcome_word(OUTCOME_SKIPPED), "skipped");
	schedule_free(&s);
}
END_TEST

START_TEST(a_wait_can_be_shortened_and_never_lengthened)
{
	const uint64_t longest[] = { 1000, 60000 };
	struct schedule *s;

	one.n_step = 0;
	add(0, 1, VERB_GETS)->within_ms = 4000;
	add(1, 1, VERB_GETS)->within_ms = 4000;
	s = schedule_new(&one, 2);
	schedule_shorten(s, longest);
	schedule_began(s, 0, 100);
	schedule_began(s, 1, 100);
	ck_assert_uint_eq(schedule_due(s, 0), 100 + 1000);
	ck_assert_uint_eq(schedule_due(s, 1), 100 + 8000);
	schedule_free(&s);
}
END_TEST

UNIT("schedule", a_wait_can_be_shortened_and_never_lengthened,
     one_actor_goes_in_order_others_beside_it, a_group_waits_for_the_one_before,
     times_follow_the_machine, a_needed_failure_stops_all_but_after, also_goes_on,
     a_tolerated_step_is_in_force_with_its_group,
     a_fence_waits_for_its_actors_and_denials_for_nothing, what_comes_next_is_found,
     a_stop_from_outside_skips)
