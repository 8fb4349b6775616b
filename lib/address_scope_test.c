#include "lib/address_scope.h"

#include "lib/unit.h"

static const struct row {
	const char *at;
	enum address_scope scope;
} rows[] = {
	{ "0.0.0.0:1", SCOPE_HOST },
	{ "0.1.2.3:1", SCOPE_HOST },
	{ "127.0.0.1:1", SCOPE_HOST },
	{ "127.255.255.255:1", SCOPE_HOST },
	{ "[::]:1", SCOPE_HOST },
	{ "[::1]:1", SCOPE_HOST },
	{ "[::7f00:1]:1", SCOPE_HOST },
	{ "[::ffff:127.0.0.1]:1", SCOPE_HOST },
	{ "[::ffff:0.0.0.0]:1", SCOPE_HOST },
	{ "[64:ff9b::127.0.0.1]:1", SCOPE_HOST },
	{ "[2002:7f00:1::1]:1", SCOPE_HOST },
	{ "169.254.169.254:1", SCOPE_LINK },
	{ "[fe80::1]:1", SCOPE_LINK },
	{ "[febf::1]:1", SCOPE_LINK },
	{ "[ff02::1]:1", SCOPE_LINK },
	{ "224.0.0.1:1", SCOPE_LINK },
	{ "255.255.255.255:1", SCOPE_LINK },
	{ "[::ffff:169.254.1.1]:1", SCOPE_LINK },
	{ "10.0.0.0:1", SCOPE_SITE },
	{ "10.255.255.255:1", SCOPE_SITE },
	{ "172.16.0.1:1", SCOPE_SITE },
	{ "172.31.255.255:1", SCOPE_SITE },
	{ "192.168.0.1:1", SCOPE_SITE },
	{ "100.64.0.1:1", SCOPE_SITE },
	{ "100.127.255.255:1", SCOPE_SITE },
	{ "192.0.0.8:1", SCOPE_SITE },
	{ "198.19.255.255:1", SCOPE_SITE },
	{ "[fc00::1]:1", SCOPE_SITE },
	{ "[fdff::1]:1", SCOPE_SITE },
	{ "[fec0::1]:1", SCOPE_SITE },
	{ "[64:ff9b::10.0.0.1]:1", SCOPE_SITE },
	{ "[64:ff9b:1::1]:1", SCOPE_SITE },
	{ "[2002:a00:1::]:1", SCOPE_SITE },
	{ "1.0.0.0:1", SCOPE_WORLD },
	{ "9.255.255.255:1", SCOPE_WORLD },
	{ "11.0.0.0:1", SCOPE_WORLD },
	{ "100.63.255.255:1", SCOPE_WORLD },
	{ "100.128.0.0:1", SCOPE_WORLD },
	{ "126.255.255.255:1", SCOPE_WORLD },
	{ "128.0.0.0:1", SCOPE_WORLD },
	{ "172.15.255.255:1", SCOPE_WORLD },
	{ "172.32.0.0:1", SCOPE_WORLD },
	{ "192.0.2.1:1", SCOPE_WORLD },
	{ "198.20.0.0:1", SCOPE_WORLD },
	{ "223.255.255.255:1", SCOPE_WORLD },
	{ "[2001:db8::1]:1", SCOPE_WORLD },
	{ "[::ffff:192.0.2.1]:1", SCOPE_WORLD },
	{ "[64:ff9b::192.0.2.1]:1", SCOPE_WORLD },
	{ "[2002:c000:201::1]:1", SCOPE_WORLD },
};

START_TEST(each_network_has_its_scope)
{
	struct address a;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_msg(address_parse(view_of(rows[i].at), &a), "%s", rows[i].at);
		ck_assert_msg(address_scope(&a) == rows[i].scope, "%s: %d", rows[i].at,
		              (int)address_scope(&a));
	}
}
END_TEST

START_TEST(what_is_no_address_is_as_near_as_can_be)
{
	const struct address none = { .len = 0 };

	ck_assert_int_eq(address_scope(&none), SCOPE_HOST);
}
END_TEST

UNIT("address_scope", each_network_has_its_scope, what_is_no_address_is_as_near_as_can_be)
