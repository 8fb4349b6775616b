#include "gateway/typing_lapse.h"

#include <stdio.h>

#include "lib/unit.h"

static struct region *region;
static struct typing_lapses *lapses;

static void setup(void)
{
	region = region_new();
	lapses = typing_lapses_new();
}

static void teardown(void)
{
	typing_lapses_free(&lapses);
	ck_assert_ptr_null(lapses);
	region_free(&region);
}

static bool begin(const char *key, const char *thread, uint64_t due)
{
	struct typed t = { .from = { VIEW("sally"), VIEW("sipcorp.example"), VIEW("pc7") },
		           .to = { VIEW("xeno"), VIEW("jabbertown.example"), VIEW("") },
		           .thread = view_of(thread) };

	return typing_lapses_begin(lapses, view_of(key), &t, due);
}

static void taken(uint64_t now, const char *thread)
{
	struct typed t;

	ck_assert_msg(typing_lapses_take(lapses, now, region, &t), "%s", thread);
	ck_assert_msg(view_is(t.thread, thread), "%.*s", VIEW_ARG(t.thread));
	ck_assert(view_is(t.from.local, "sally") && view_is(t.from.resource, "pc7") &&
	          view_is(t.to.domain, "jabbertown.example"));
}

static void none(uint64_t now)
{
	struct typed t;

	ck_assert(!typing_lapses_take(lapses, now, region, &t));
}

START_TEST(in_the_order_of_their_ends)
{
	setup();
	ck_assert_uint_eq(typing_lapses_next(lapses), UINT64_MAX);
	none(UINT64_MAX);
	ck_assert(begin("a", "1", 300) && begin("b", "2", 100) && begin("c", "3", 200));
	ck_assert_uint_eq(typing_lapses_next(lapses), 100);
	none(99);
	taken(100, "2");
	none(100);
	ck_assert_uint_eq(typing_lapses_next(lapses), 200);
	taken(1000, "3");
	taken(1000, "1");
	none(UINT64_MAX);
	teardown();
}
END_TEST

START_TEST(a_repeat_goes_on_and_an_end_ends)
{
	setup();
	ck_assert(begin("a", "1", 100) && begin("a", "2", 200));
	ck_assert_uint_eq(typing_lapses_count(lapses), 1);
	none(199);
	taken(200, "2");
	ck_assert(begin("a", "", 100));
	typing_lapses_end(lapses, VIEW("b"));
	ck_assert_uint_eq(typing_lapses_count(lapses), 1);
	typing_lapses_end(lapses, VIEW("a"));
	none(UINT64_MAX);
	teardown();
}
END_TEST

START_TEST(no_more_than_the_limit)
{
	char key[16];

	setup();
	for (size_t i = 0; i < TYPING_LAPSES_MAX; i++) {
		snprintf(key, sizeof key, "%zu", i);
		ck_assert(begin(key, "t", i));
	}
	ck_assert(!begin("one more", "t", 0));
	ck_assert(begin("7", "t", 0));
	ck_assert_uint_eq(typing_lapses_count(lapses), TYPING_LAPSES_MAX);
	teardown();
}
END_TEST

START_TEST(how_long)
{
	ck_assert_uint_eq(typing_lasts(60, 120000), 60000);
	ck_assert_uint_eq(typing_lasts(86400, 120000), 86400000);
	ck_assert_uint_eq(typing_lasts(0, 120000), 120000);
}
END_TEST

UNIT("typing-lapse", in_the_order_of_their_ends, a_repeat_goes_on_and_an_end_ends,
     no_more_than_the_limit, how_long)
