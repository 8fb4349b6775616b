#include "lib/view.h"

#include <stdlib.h>

#include "lib/unit.h"

static const struct view empty = { NULL, 0 };

START_TEST(empty_views_are_equal_whatever_they_point_to)
{
	ck_assert(view_eq(empty, VIEW("")));
	ck_assert(view_is(empty, ""));
	ck_assert(view_is(empty, NULL));
	ck_assert(view_ieq(empty, VIEW("")));
	ck_assert_int_eq(view_cmp(empty, VIEW("")), 0);
	ck_assert_uint_eq(view_of(NULL).n, 0);
}
END_TEST

START_TEST(equality_is_byte_for_byte)
{
	ck_assert(view_eq(VIEW("a\0b"), VIEW("a\0b")));
	ck_assert(!view_eq(VIEW("a\0b"), VIEW("a\0c")));
	ck_assert(!view_eq(VIEW("a"), VIEW("ab")));
	ck_assert(!view_is(VIEW("a\0b"), "a"));
	ck_assert(!view_eq(VIEW("a"), VIEW("A")));
}
END_TEST

START_TEST(only_ascii_letters_have_a_case)
{
	ck_assert(view_ieq(VIEW("AZaz09"), VIEW("azAZ09")));
	ck_assert(!view_ieq(VIEW("@"), VIEW("`")));
	ck_assert(!view_ieq(VIEW("["), VIEW("{")));
	ck_assert(!view_ieq(VIEW("\xc3\x84"), VIEW("\xc3\xa4")));
	ck_assert(!view_ieq(VIEW("ab"), VIEW("abc")));
}
END_TEST

START_TEST(order_is_that_of_unsigned_bytes_shorter_first)
{
	ck_assert_int_lt(view_cmp(VIEW("a"), VIEW("b")), 0);
	ck_assert_int_gt(view_cmp(VIEW("\xff"), VIEW("a")), 0);
	ck_assert_int_lt(view_cmp(VIEW("a"), VIEW("aa")), 0);
	ck_assert_int_gt(view_cmp(VIEW("b"), VIEW("aa")), 0);
	ck_assert_int_lt(view_cmp(empty, VIEW("a")), 0);
	ck_assert_int_eq(view_cmp(VIEW("ab"), VIEW("ab")), 0);
}
END_TEST

START_TEST(prefix_and_suffix)
{
	ck_assert(view_starts(VIEW("abc"), VIEW("ab")));
	ck_assert(view_starts(VIEW("abc"), VIEW("abc")));
	ck_assert(view_starts(VIEW("abc"), empty));
	ck_assert(view_starts(empty, empty));
	ck_assert(!view_starts(VIEW("abc"), VIEW("abcd")));
	ck_assert(!view_starts(VIEW("abc"), VIEW("bc")));
	ck_assert(view_ends(VIEW("abc"), VIEW("bc")));
	ck_assert(view_ends(VIEW("abc"), VIEW("abc")));
	ck_assert(view_ends(VIEW("abc"), empty));
	ck_assert(view_ends(empty, empty));
	ck_assert(!view_ends(VIEW("abc"), VIEW("xabc")));
	ck_assert(!view_ends(VIEW("abc"), VIEW("ab")));
}
END_TEST

START_TEST(from_stops_at_the_end)
{
	ck_assert(view_is(view_from(VIEW("abc"), 0), "abc"));
	ck_assert(view_is(view_from(VIEW("abc"), 2), "c"));
	ck_assert_uint_eq(view_from(VIEW("abc"), 3).n, 0);
	ck_assert_uint_eq(view_from(VIEW("abc"), 4).n, 0);
	ck_assert_uint_eq(view_from(VIEW("abc"), (size_t)-1).n, 0);
	ck_assert_uint_eq(view_from(empty, 7).n, 0);
}
END_TEST

START_TEST(trim_takes_space_tab_cr_lf_only)
{
	ck_assert(view_is(view_trim(VIEW(" \t\r\na b\n\r\t ")), "a b"));
	ck_assert_uint_eq(view_trim(VIEW(" \t\r\n")).n, 0);
	ck_assert_uint_eq(view_trim(empty).n, 0);
	ck_assert(view_is(view_trim(VIEW("\va\f")), "\va\f"));
	ck_assert_uint_eq(view_trim(VIEW("\0")).n, 1);
}
END_TEST

START_TEST(cut_is_at_the_first_separator)
{
	struct view left, right;

	ck_assert(view_cut(VIEW("a@b@c"), '@', &left, &right));
	ck_assert(view_is(left, "a"));
	ck_assert(view_is(right, "b@c"));
	ck_assert(view_cut(VIEW("@"), '@', &left, &right));
	ck_assert_uint_eq(left.n, 0);
	ck_assert_uint_eq(right.n, 0);
	ck_assert(!view_cut(VIEW("abc"), '@', &left, &right));
	ck_assert(view_is(left, "abc"));
	ck_assert_uint_eq(right.n, 0);
	ck_assert(!view_cut(empty, '@', &left, &right));
	ck_assert_uint_eq(left.n, 0);
}
END_TEST

START_TEST(cut_may_write_over_its_argument)
{
	struct view rest = VIEW("a,b"), one;

	ck_assert(view_cut(rest, ',', &one, &rest));
	ck_assert(view_is(one, "a"));
	ck_assert(view_is(rest, "b"));
	ck_assert(!view_cut(rest, ',', &one, &rest));
	ck_assert(view_is(one, "b"));
	ck_assert_uint_eq(rest.n, 0);
}
END_TEST

START_TEST(find_gives_the_length_when_nothing_is_found)
{
	ck_assert_uint_eq(view_find(VIEW("abcabc"), VIEW("ca")), 2);
	ck_assert_uint_eq(view_find(VIEW("abc"), VIEW("abc")), 0);
	ck_assert_uint_eq(view_find(VIEW("abc"), VIEW("abcd")), 3);
	ck_assert_uint_eq(view_find(VIEW("abc"), VIEW("x")), 3);
	ck_assert_uint_eq(view_find(VIEW("abc"), empty), 0);
	ck_assert_uint_eq(view_find(empty, VIEW("a")), 0);
	ck_assert_uint_eq(view_find(VIEW("a\0b"), VIEW("\0b")), 1);
}
END_TEST

START_TEST(dup_ends_with_a_nul)
{
	char *s = view_dup((struct view){ "abcd", 3 });
	char *none = view_dup(empty);

	ck_assert_str_eq(s, "abc");
	ck_assert_str_eq(none, "");
	free(s);
	free(none);
}
END_TEST

UNIT("view", empty_views_are_equal_whatever_they_point_to, equality_is_byte_for_byte,
     only_ascii_letters_have_a_case, order_is_that_of_unsigned_bytes_shorter_first,
     prefix_and_suffix, from_stops_at_the_end, trim_takes_space_tab_cr_lf_only,
     cut_is_at_the_first_separator, cut_may_write_over_its_argument,
     find_gives_the_length_when_nothing_is_found, dup_ends_with_a_nul)
