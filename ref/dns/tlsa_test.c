#include "dns/tlsa.h"

#include "lib/unit.h"

START_TEST(records_read_as_in_a_zone_file)
{
	struct tlsa_set s = { .n = 0 };
	struct buf out = { 0 };
	char whole[65];

	tlsa_describe(&s, &out);
	ck_assert_uint_eq(buf_len(&out), 0);
	memset(whole, 0xab, sizeof whole);
	ck_assert(tlsa_add(&s, (struct tlsa){ 3, 1, 1, 0, 0 }, (struct view){ whole, 32 }));
	ck_assert(!tlsa_add(&s, (struct tlsa){ 3, 1, 1, 0, 0 }, (struct view){ whole, 31 }));
	ck_assert(tlsa_add(&s, (struct tlsa){ 2, 0, 0, 0, 0 }, (struct view){ whole, 65 }));
	tlsa_describe(&s, &out);
	ck_assert_uint_eq(buf_len(&out), strlen("3 1 1 ") + 64 + strlen(" or 2 0 0 ") + 128 + 3);
	ck_assert(view_starts(buf_view(&out), VIEW("3 1 1 abab")));
	ck_assert(view_ends(buf_view(&out), VIEW("abab...")));
	buf_free(&out);
}
END_TEST

UNIT("tlsa", records_read_as_in_a_zone_file)
