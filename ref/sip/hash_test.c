#include "sip/hash.h"

#include <stdio.h>

#include "lib/unit.h"

/* The key of the authors' vectors: bytes 00 to 0f. */
static const struct sip_hash_key key = { { UINT64_C(0x0706050403020100),
                                           UINT64_C(0x0f0e0d0c0b0a0908) } };

/* As in the vectors: the bytes of the result in order. */
static const char *hex(struct sip_hash h)
{
	static char out[33];

	for (int i = 0; i < 16; i++)
		snprintf(out + 2 * i, 3, "%02x",
		         (unsigned)(h.h[i / 8] >> 8 * (i % 8)) & 0xffu);
	return out;
}

START_TEST(the_vectors_of_the_authors)
{
	static const struct {
		size_t n;
		const char *hash;
	} row[] = {
		{ 0, "a3817f04ba25a8e66df67214c7550293" },
		{ 1, "da87c1d86b99af44347659119b22fc45" },
		{ 7, "a1f1ebbed8dbc153c0b84aa61ff08239" },
		{ 8, "3b62a9ba6258f5610f83e264f31497b4" },
		{ 15, "5493e99933b0a8117e08ec0f97cfc3d9" },
		{ 63, "5150d1772f50834a503e069a973fbd7c" },
	};
	char bytes[64];

	for (int i = 0; i < 64; i++)
		bytes[i] = (char)i;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_str_eq(hex(sip_hash(&key, (struct view){ bytes, row[i].n })),
		                 row[i].hash);
}
END_TEST

START_TEST(lists_do_not_run_together)
{
	struct view ab_c[] = { VIEW("ab"), VIEW("c") }, a_bc[] = { VIEW("a"), VIEW("bc") };
	struct view abc[] = { VIEW("abc") };
	struct sip_hash h[4];

	h[0] = sip_hash_list(&key, ab_c, 2, 1);
	h[1] = sip_hash_list(&key, a_bc, 2, 1);
	h[2] = sip_hash_list(&key, abc, 1, 1);
	h[3] = sip_hash_list(&key, ab_c, 2, 2);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 4; j++)
			ck_assert_int_eq(sip_hash_equal(&h[i], &h[j]), i == j);
}
END_TEST

START_TEST(another_key_is_another_hash)
{
	struct sip_hash_key a, b;
	struct sip_hash x, y;

	sip_hash_key_new(&a);
	sip_hash_key_new(&b);
	x = sip_hash(&a, VIEW("call"));
	y = sip_hash(&b, VIEW("call"));
	ck_assert(!sip_hash_equal(&x, &y));
}
END_TEST

UNIT("hash", the_vectors_of_the_authors, lists_do_not_run_together, another_key_is_another_hash)
