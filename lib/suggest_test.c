#include "lib/suggest.h"

#include <string.h>

#include "lib/unit.h"

static const char *const words[] = {
	"listen", "listen-tls", "domains", "trust", "link", "metrics", "no", "keepalive-interval",
};

static const char *nearest(const char *typed)
{
	return suggest(view_of(typed), words, sizeof words / sizeof words[0]);
}

START_TEST(one_slip_of_each_kind)
{
	ck_assert_str_eq(nearest("listne"), "listen");	/* swapped */
	ck_assert_str_eq(nearest("lsten"), "listen");	/* missing */
	ck_assert_str_eq(nearest("llisten"), "listen");	/* too many */
	ck_assert_str_eq(nearest("liften"), "listen");	/* another */
	ck_assert_str_eq(nearest("LISTEN"), "listen");	/* case */
	ck_assert_str_eq(nearest("listen"), "listen");
}
END_TEST

START_TEST(a_third_may_differ_and_no_more)
{
	ck_assert_str_eq(nearest("lostan"), "listen");		/* 2 of 6 */
	ck_assert_ptr_null(nearest("lostum"));			/* 4 of 6 */
	ck_assert_ptr_null(nearest("lostam"));			/* 3 of 6 */
	ck_assert_str_eq(nearest("keep-alive-interwal"), "keepalive-interval");
	ck_assert_ptr_null(nearest("certificate"));
}
END_TEST

START_TEST(short_words_may_differ_by_one)
{
	ck_assert_str_eq(nearest("on"), "no");
	ck_assert_str_eq(nearest("n"), "no");
	ck_assert_ptr_null(nearest("yes"));
	ck_assert_ptr_null(nearest(""));
}
END_TEST

START_TEST(the_nearest_wins_then_the_first)
{
	static const char *const near[] = { "partner", "partners", "parties" };

	ck_assert_str_eq(suggest(VIEW("partnerz"), near, 3), "partner");
	ck_assert_str_eq(suggest(VIEW("partners"), near, 3), "partners");
	ck_assert_ptr_null(suggest(VIEW("partner"), near, 0));
}
END_TEST

START_TEST(very_long_words_are_not_looked_at)
{
	char typed[66];
	const char *word = typed;

	memset(typed, 'a', 65);
	typed[65] = '\0';
	ck_assert_ptr_null(suggest(view_of(typed), &word, 1));
	ck_assert_ptr_null(suggest(VIEW("aaaa"), &word, 1));
	typed[64] = '\0';
	ck_assert_ptr_eq(suggest(view_of(typed), &word, 1), word);
}
END_TEST

UNIT("suggest", one_slip_of_each_kind, a_third_may_differ_and_no_more,
     short_words_may_differ_by_one, the_nearest_wins_then_the_first,
     very_long_words_are_not_looked_at)
