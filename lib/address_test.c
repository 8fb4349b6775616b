#include "lib/address.h"

#include <string.h>

#include "lib/unit.h"

START_TEST(text_comes_back_as_it_went)
{
	static const char *const good[] = {
		"192.0.2.1:5269", "0.0.0.0:0", "255.255.255.255:65535", "[::]:5269",
		"[::1]:1", "[2001:db8::1]:443", "[::ffff:192.0.2.1]:5269",
	};
	char out[ADDRESS_MAX];
	struct address a;

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		ck_assert_msg(address_parse(view_of(good[i]), &a), "%s", good[i]);
		ck_assert_str_eq(address_print(&a, out), good[i]);
	}
	ck_assert(address_parse(VIEW("[2001:0DB8:0:0::1]:443"), &a));
	ck_assert_str_eq(address_print(&a, out), "[2001:db8::1]:443");
}
END_TEST

START_TEST(what_is_no_address_is_refused)
{
	static const struct view bad[] = {
		{ NULL, 0 }, VIEW_INIT(":"), VIEW_INIT("192.0.2.1"), VIEW_INIT("192.0.2.1:"), VIEW_INIT(":5269"),
		VIEW_INIT("192.0.2.1:65536"), VIEW_INIT("192.0.2.1:-1"), VIEW_INIT("192.0.2.1:5269 "),
		VIEW_INIT(" 192.0.2.1:5269"), VIEW_INIT("192.0.2:5269"), VIEW_INIT("192.0.2.256:5269"),
		VIEW_INIT("192.0.2.01:5269"), VIEW_INIT("0x7f.1:5269"), VIEW_INIT("a.example:5269"),
		VIEW_INIT("::1:5269"), VIEW_INIT("[::1]"), VIEW_INIT("[::1]:"), VIEW_INIT("[::1]5269"),
		VIEW_INIT("[::1:5269"), VIEW_INIT("[]:5269"), VIEW_INIT("[192.0.2.1]:5269"),
		VIEW_INIT("[::1]x:5269"), VIEW_INIT("[[::1]]:5269"), VIEW_INIT("[fe80::1%lo]:1"),
		VIEW_INIT("192.0.2.1\0:5269"), VIEW_INIT("192.0.2.1:5269\0"), VIEW_INIT("[::1\0]:5269"),
		VIEW_INIT("192.0.2.1:000000"), VIEW_INIT("192.0.2.1:05269"),
		VIEW_INIT("[::1]:05269"), VIEW_INIT("192.0.2.1:00"), VIEW_INIT("[1:2:3:4:5:6:7:8:9]:1"),
		VIEW_INIT("[1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb]:1"),
	};
	struct address a;

	memset(&a, 0x55, sizeof a);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!address_parse(bad[i], &a), "vector %zu", i);
	ck_assert_uint_eq(a.len, 0x55555555);
}
END_TEST

START_TEST(the_port_can_be_changed)
{
	struct address a;
	char out[ADDRESS_MAX];

	ck_assert(address_parse(VIEW("192.0.2.1:1"), &a));
	ck_assert_uint_eq(address_port(&a), 1);
	address_set_port(&a, 65535);
	ck_assert_str_eq(address_print(&a, out), "192.0.2.1:65535");
	ck_assert(address_parse(VIEW("[::1]:1"), &a));
	address_set_port(&a, 5270);
	ck_assert_uint_eq(address_port(&a), 5270);
	ck_assert_str_eq(address_print(&a, out), "[::1]:5270");
}
END_TEST

static bool same(const char *a, const char *b)
{
	struct address x, y;

	ck_assert(address_parse(view_of(a), &x) && address_parse(view_of(b), &y));
	return address_same_host(&x, &y);
}

START_TEST(same_host_does_not_look_at_the_port)
{
	ck_assert(same("192.0.2.1:1", "192.0.2.1:2"));
	ck_assert(!same("192.0.2.1:1", "192.0.2.2:1"));
	ck_assert(same("[::1]:1", "[0::0:1]:2"));
	ck_assert(!same("[::1]:1", "[::2]:1"));
	ck_assert(!same("0.0.0.0:1", "[::]:1"));
}
END_TEST

START_TEST(a_host_is_printed_alone)
{
	static const char *const rows[][2] = { { "192.0.2.1:5269", "192.0.2.1" },
		                               { "[2001:db8::1]:0", "2001:db8::1" } };
	struct address a, b;
	char out[ADDRESS_MAX];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert(address_parse(view_of(rows[i][0]), &a));
		ck_assert_str_eq(address_print_host(&a, out), rows[i][1]);
		b = a;
		ck_assert(address_same(&a, &b));
		address_set_port(&b, 1);
		ck_assert(!address_same(&a, &b));
	}
}
END_TEST

START_TEST(no_address_prints_as_unknown)
{
	struct address none = { .len = 0 };
	char out[ADDRESS_MAX];

	ck_assert_str_eq(address_print(&none, out), "unknown");
	ck_assert_str_eq(address_print_host(&none, out), "unknown");
	ck_assert_uint_eq(address_port(&none), 0);
	ck_assert(!address_same_host(&none, &none));
}
END_TEST

static const char *holder(const char *text, char out[ADDRESS_MAX])
{
	struct address a;

	ck_assert(address_parse(view_of(text), &a));
	return address_holder(&a, out);
}

START_TEST(a_holder_of_one_address_holds_its_64)
{
	char a[ADDRESS_MAX], b[ADDRESS_MAX];

	ck_assert_str_eq(holder("192.0.2.1:5269", a), "192.0.2.1");
	ck_assert_str_eq(holder("[2001:db8::2:1]:9", a), "2001:db8::");
	ck_assert_str_ne(holder("192.0.2.1:1", a), holder("192.0.2.2:1", b));
	ck_assert_str_eq(holder("[2001:db8::1]:1", a), holder("[2001:db8::2:1]:9", b));
	ck_assert_str_ne(holder("[2001:db8::1]:1", a), holder("[2001:db8:0:1::1]:1", b));
	ck_assert_str_ne(holder("[::ffff:192.0.2.1]:1", a), holder("[::ffff:192.0.2.2]:1", b));
}
END_TEST

START_TEST(any_and_loopback_are_known)
{
	static const struct {
		const char *text;
		bool any, loopback;
	} rows[] = {
		{ "0.0.0.0:1", true, false },	{ "[::]:1", true, false },
		{ "127.0.0.1:1", false, true }, { "127.255.0.9:1", false, true },
		{ "[::1]:1", false, true },	{ "128.0.0.1:1", false, false },
		{ "126.0.0.1:1", false, false }, { "[::2]:1", false, false },
		{ "0.0.0.1:1", false, false },
	};
	struct address a = { .len = 0 };

	ck_assert(!address_is_any(&a) && !address_is_loopback(&a));
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert(address_parse(view_of(rows[i].text), &a));
		ck_assert_msg(address_is_any(&a) == rows[i].any, "%s", rows[i].text);
		ck_assert_msg(address_is_loopback(&a) == rows[i].loopback, "%s", rows[i].text);
	}
}
END_TEST

static bool overlap(const char *left, const char *right)
{
	struct address a, b;

	ck_assert(address_parse(view_of(left), &a));
	ck_assert(address_parse(view_of(right), &b));
	ck_assert(address_overlaps(&a, &b) == address_overlaps(&b, &a));
	return address_overlaps(&a, &b);
}

START_TEST(any_address_holds_all_of_its_family)
{
	ck_assert(overlap("192.0.2.1:1", "192.0.2.1:1"));
	ck_assert(overlap("0.0.0.0:1", "192.0.2.1:1"));
	ck_assert(overlap("[::]:1", "[2001:db8::1]:1"));
	ck_assert(!overlap("0.0.0.0:1", "192.0.2.1:2"));
	ck_assert(!overlap("192.0.2.2:1", "192.0.2.1:1"));
	ck_assert(!overlap("[::]:1", "192.0.2.1:1"));
	ck_assert(!overlap("0.0.0.0:1", "[::]:1"));
	ck_assert(!overlap("192.0.2.1:0", "192.0.2.1:0"));
}
END_TEST

UNIT("address", any_address_holds_all_of_its_family, any_and_loopback_are_known,
     text_comes_back_as_it_went, what_is_no_address_is_refused,
     the_port_can_be_changed, same_host_does_not_look_at_the_port, a_host_is_printed_alone,
     no_address_prints_as_unknown, a_holder_of_one_address_holds_its_64)
