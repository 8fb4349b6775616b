#include "lib/secret.h"

#include <string.h>

#include "lib/unit.h"

START_TEST(equal_is_equal_in_every_byte)
{
	char a[32], b[32];

	memset(a, 0x5a, sizeof a);
	memcpy(b, a, sizeof b);
	ck_assert(secret_equal((struct view){ a, 32 }, (struct view){ b, 32 }));
	for (size_t i = 0; i < sizeof b; i++)
		for (int bit = 0; bit < 8; bit++) {
			b[i] = (char)(b[i] ^ 1 << bit);
			ck_assert(!secret_equal((struct view){ a, 32 }, (struct view){ b, 32 }));
			b[i] = (char)(b[i] ^ 1 << bit);
		}
}
END_TEST

START_TEST(lengths_must_agree)
{
	ck_assert(!secret_equal(VIEW("abc"), VIEW("ab")));
	ck_assert(!secret_equal(VIEW("ab"), VIEW("abc")));
	ck_assert(!secret_equal(VIEW("a"), (struct view){ NULL, 0 }));
	ck_assert(secret_equal(VIEW(""), (struct view){ NULL, 0 }));
	ck_assert(!secret_equal(VIEW("a\0b"), VIEW("a\0c")));
}
END_TEST

START_TEST(wiped_is_zero)
{
	char s[] = "passphrase";

	secret_wipe(s + 1, 3);
	ck_assert_int_eq(memcmp(s, "p\0\0\0phrase", sizeof s), 0);
	secret_wipe(s, sizeof s);
	for (size_t i = 0; i < sizeof s; i++)
		ck_assert_int_eq(s[i], 0);
	secret_wipe(NULL, 0);
}
END_TEST

UNIT("secret", equal_is_equal_in_every_byte, lengths_must_agree, wiped_is_zero)
