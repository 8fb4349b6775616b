#include "lib/race.h"

#include "lib/unit.h"

/* Ways are alike that stand under the same letter. */
static bool same_letter(const void *arg, size_t a, size_t b)
{
	const char *letters = arg;

	return letters[a] == letters[b];
}

static void start(struct race *r, const char *letters, uint64_t patience)
{
	size_t n = 0;

	while (letters[n] != '\0')
		n++;
	race_start(r, n, patience, same_letter, letters);
}

static size_t begins(struct race *r, uint64_t now)
{
	int slot = race_next(r, now);

	return slot != RACE_NONE ? r->slot[slot].way : RACE_WAYS;
}

static int slot_of(const struct race *r, size_t way)
{
	for (int i = 0; i < RACE_SLOTS; i++)
		if (r->slot[i].busy && r->slot[i].way == way)
			return i;
	return RACE_NONE;
}

START_TEST(the_next_is_begun_a_little_later)
{
	struct race r;

	start(&r, "aab", 10000);
	ck_assert_uint_eq(begins(&r, 1000), 0);
	ck_assert_uint_eq(begins(&r, 1000), RACE_WAYS);
	ck_assert_uint_eq(race_due(&r), 1000 + RACE_DELAY_MS);
	ck_assert_uint_eq(begins(&r, 1249), RACE_WAYS);
	ck_assert_uint_eq(begins(&r, 1250), 1);
	/* b is another place: its turn comes when both have failed. */
	ck_assert_uint_eq(race_due(&r), 11000);
	ck_assert_uint_eq(begins(&r, 9000), RACE_WAYS);
	race_failed(&r, slot_of(&r, 1));
	ck_assert_uint_eq(begins(&r, 9000), RACE_WAYS);
	race_failed(&r, slot_of(&r, 0));
	ck_assert(!race_is_running(&r));
	ck_assert_uint_eq(race_due(&r), 0);
	ck_assert_uint_eq(begins(&r, 9000), 2);
	race_failed(&r, slot_of(&r, 2));
	ck_assert_uint_eq(begins(&r, 9000), RACE_WAYS);
	ck_assert_uint_eq(race_due(&r), UINT64_MAX);
}
END_TEST

START_TEST(a_failure_is_not_waited_out)
{
	struct race r;

	start(&r, "aaa", 10000);
	ck_assert_uint_eq(begins(&r, 1000), 0);
	race_failed(&r, slot_of(&r, 0));
	ck_assert_uint_eq(begins(&r, 1001), 1);
	ck_assert_uint_eq(begins(&r, 1250), RACE_WAYS);
	ck_assert_uint_eq(begins(&r, 1251), 2);
}
END_TEST

START_TEST(each_has_its_time)
{
	struct race r;

	start(&r, "aa", 300);
	begins(&r, 1000);
	begins(&r, 1250);
	ck_assert_int_eq(race_overdue(&r, 1299), RACE_NONE);
	ck_assert_int_eq(race_overdue(&r, 1300), slot_of(&r, 0));
	race_failed(&r, slot_of(&r, 0));
	ck_assert_int_eq(race_overdue(&r, 1549), RACE_NONE);
	ck_assert_int_eq(race_overdue(&r, 1550), slot_of(&r, 1));
	start(&r, "a", 0);
	begins(&r, 1000);
	ck_assert_int_eq(race_overdue(&r, UINT64_MAX - 1), RACE_NONE);
}
END_TEST

/* DNS may name hundreds. */
START_TEST(not_more_at_once_than_there_are_slots)
{
	struct race r;
	size_t n = 0;

	race_start(&r, 1000, 0, same_letter,
	           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	for (uint64_t now = 1000; now < 100000; now += RACE_DELAY_MS)
		n += begins(&r, now) != RACE_WAYS;
	ck_assert_uint_eq(n, RACE_SLOTS);
	ck_assert_uint_eq(race_due(&r), UINT64_MAX);
	for (n = RACE_SLOTS; n < RACE_WAYS; n++) {
		race_failed(&r, 0);
		ck_assert_uint_eq(begins(&r, 100000), n);
	}
	race_failed(&r, 0);
	ck_assert_uint_eq(begins(&r, 100000), RACE_WAYS);
}
END_TEST

START_TEST(who_was_slower_is_tried_again_last)
{
	struct race r;

	start(&r, "aab", 0);
	begins(&r, 1000);
	begins(&r, 1250);
	race_won(&r, slot_of(&r, 1));
	ck_assert(!race_is_running(&r));
	/* What answered was of no use. */
	ck_assert_uint_eq(begins(&r, 1300), 2);
	ck_assert_uint_eq(begins(&r, 9000), RACE_WAYS);
	race_won(&r, slot_of(&r, 2));
	ck_assert_uint_eq(begins(&r, 9000), 0);
	race_failed(&r, slot_of(&r, 0));
	ck_assert_uint_eq(begins(&r, 9000), RACE_WAYS);
}
END_TEST

START_TEST(again_and_no_more)
{
	struct race r;

	start(&r, "ab", 0);
	ck_assert(!race_has_rival(&r, 0));
	begins(&r, 1000);
	race_won(&r, slot_of(&r, 0));
	race_again(&r, 0);
	ck_assert_uint_eq(begins(&r, 1000), 0);
	race_stop(&r);
	race_failed(&r, slot_of(&r, 0));
	ck_assert_uint_eq(begins(&r, 1000), RACE_WAYS);

	start(&r, "aab", 0);
	ck_assert(race_has_rival(&r, 0));
	begins(&r, 1000);
	begins(&r, 1250);
	ck_assert(race_has_rival(&r, 0));
	race_failed(&r, slot_of(&r, 1));
	ck_assert(!race_has_rival(&r, 0));
}
END_TEST

UNIT("race", again_and_no_more, the_next_is_begun_a_little_later, a_failure_is_not_waited_out, each_has_its_time,
     not_more_at_once_than_there_are_slots, who_was_slower_is_tried_again_last)
