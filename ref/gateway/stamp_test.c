#include "gateway/stamp.h"

#include <time.h>

#include "lib/rng.h"
#include "lib/unit.h"

static void is(const char *text, int64_t expected)
{
	int64_t ms = 7;

	ck_assert_msg(stamp_read(view_of(text), &ms), "%s", text);
	ck_assert_msg(ms == expected, "%s: %lld", text, (long long)ms);
}

START_TEST(stamps)
{
	is("1970-01-01T00:00:00Z", 0);
	is("2026-03-02T09:15:27Z", INT64_C(1772442927000));
	is("2026-03-02t09:15:27z", INT64_C(1772442927000));
	is("2026-03-02T10:15:27+01:00", INT64_C(1772442927000));
	is("2026-03-01T22:45:27-10:30", INT64_C(1772442927000));
	is("2026-03-02T09:15:27.5Z", INT64_C(1772442927500));
	is("2026-03-02T09:15:27.123456789Z", INT64_C(1772442927123));
	is("2026-03-02T09:15:27.01+00:00", INT64_C(1772442927010));
	is("2000-02-29T00:00:00Z", INT64_C(951782400000));
	is("9999-12-31T23:59:59Z", INT64_C(253402300799000));
}
END_TEST

START_TEST(none)
{
	static const char *const texts[] = {
		"",
		"2026",
		"2026-03-02",
		"2026-03-02T09:15:27",
		"2026-03-02 09:15:27Z",
		"2026-3-02T09:15:27Z",
		"2026-13-02T09:15:27Z",
		"2026-00-02T09:15:27Z",
		"2026-02-29T09:15:27Z",
		"1900-02-29T00:00:00Z",
		"2026-04-31T09:15:27Z",
		"2026-03-00T09:15:27Z",
		"2026-03-02T24:00:00Z",
		"2026-03-02T09:60:27Z",
		"2016-12-31T23:59:60Z",
		"2026-03-02T09:15:27.Z",
		"2026-03-02T09:15:27Zx",
		"2026-03-02T09:15:27+1:00",
		"2026-03-02T09:15:27+24:00",
		"2026-03-02T09:15:27+01:60",
		"2026-03-02T09:15:27+0100",
		"1969-12-31T23:59:59Z",
		"1970-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
		"+026-03-02T09:15:27Z",
		"20260302T09:15:27Z",
		"2026-03-02T09:15:27.",
		"2026-03-02T",
		"1969-12-31T23:00:00-01:00",
		"-2026-03-02T09:15:27Z",
	};
	int64_t ms;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ck_assert_msg(!stamp_read(view_of(texts[i]), &ms), "%s", texts[i]);
}
END_TEST

static void writes(int64_t ms, const char *expected)
{
	struct buf b = { 0 };

	stamp_write(ms, &b);
	ck_assert_str_eq(buf_cstr(&b), expected);
	buf_free(&b);
}

START_TEST(written)
{
	writes(0, "1970-01-01T00:00:00Z");
	writes(INT64_C(1772442927999), "2026-03-02T09:15:27.999Z");
	writes(INT64_C(1772442927005), "2026-03-02T09:15:27.005Z");
	writes(INT64_C(1772442927000), "2026-03-02T09:15:27Z");
	writes(-5, "1970-01-01T00:00:00Z");
	writes(STAMP_NONE, "1970-01-01T00:00:00Z");
	writes(INT64_MAX, "9999-12-31T23:59:59Z");
	writes(INT64_C(951868799000), "2000-02-29T23:59:59Z");
}
END_TEST

/* Against the C library. */
START_TEST(forth_and_back)
{
	struct rng rng;

	rng_seed(&rng, 3339);
	for (int i = 0; i < 20000; i++) {
		int64_t seconds = (int64_t)(rng_next(&rng) % UINT64_C(253402300800)), back;
		time_t t = (time_t)seconds;
		struct buf b = { 0 };
		struct tm tm;
		char text[32];

		ck_assert_ptr_nonnull(gmtime_r(&t, &tm));
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
		stamp_write(seconds * 1000, &b);
		ck_assert_str_eq(buf_cstr(&b), text);
		ck_assert(stamp_read(buf_view(&b), &back));
		ck_assert(back == seconds * 1000);
		buf_free(&b);
	}
}
END_TEST

UNIT("stamp", stamps, none, written, forth_and_back)
