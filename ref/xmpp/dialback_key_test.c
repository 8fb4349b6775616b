#include "xmpp/dialback_key.h"

#include "lib/unit.h"

static struct pair pair_of(const char *from, const char *to)
{
	return (struct pair){ view_of(from), view_of(to) };
}

static void key_is(const char *secret, struct pair pair, const char *id, const char *expected)
{
	struct dialback_key key;
	char made[DIALBACK_KEY_LEN + 1];

	dialback_key_init(&key, view_of(secret));
	dialback_key_make(&key, pair, view_of(id), made);
	ck_assert_str_eq(made, expected);
	ck_assert(dialback_key_matches(&key, pair, view_of(id), view_of(made)));
}

/* X0185-2-2 */
START_TEST(published_keys_are_made)
{
	struct dialback_key key;

	dialback_key_init(&key, VIEW("s3cr3tf0rd14lb4ck"));
	ck_assert_str_eq(key.secret,
	                 "a7136eb1f46c9ef18c5e78c36ca257067c69b3d518285f0b18a96c33beae9acc");
	key_is("s3cr3tf0rd14lb4ck", pair_of("example.org", "xmpp.example.com"), "D60000229F",
	       "37c69b1cf07a3f67c04a5ef5902fa5114f2c76fe4a2686482ba5b89323075643");
	key_is("s3cr3tf0rd14lb4ck", pair_of("capulet.example", "montague.example"),
	       "D60000229F",
	       "b4835385f37fe2895af6c196b59097b16862406db80559900d96bf6fa7d23df3");
	key_is("d14lb4ck43v3r", pair_of("montague.example", "capulet.example"), "417GAF25",
	       "225cc5aa6a071133249d25fef42ae516fc7a86c523aa1c6980a7f73e784c972d");
}
END_TEST

/* The 32 raw bytes as the key of the HMAC: a well-known mistake. */
START_TEST(key_of_the_raw_digest_is_refused)
{
	struct dialback_key key;

	dialback_key_init(&key, VIEW("s3cr3tf0rd14lb4ck"));
	ck_assert(!dialback_key_matches(
	        &key, pair_of("example.org", "xmpp.example.com"), VIEW("D60000229F"),
	        VIEW("4530485cd3f519a56e49b11b294b990ee9697dddaa9e95949e4cb0e64e9f017f")));
}
END_TEST

/* X0220-2.2.2-2, X0185-2-1 */
START_TEST(key_is_good_for_one_pair_and_stream_only)
{
	struct pair pair = pair_of("iut.example", "peer.example");
	struct dialback_key key, other;
	char made[DIALBACK_KEY_LEN + 1];
	struct view text = { made, DIALBACK_KEY_LEN };

	dialback_key_init(&key, VIEW("one"));
	dialback_key_init(&other, VIEW("two"));
	dialback_key_make(&key, pair, VIEW("id1"), made);
	ck_assert(dialback_key_matches(&key, pair, VIEW("id1"), text));
	ck_assert(!dialback_key_matches(&key, pair, VIEW("id2"), text));
	ck_assert(!dialback_key_matches(&key, pair_of("iut.example", "peer2.example"),
	                                VIEW("id1"), text));
	ck_assert(!dialback_key_matches(&key, pair_of("sub.iut.example", "peer.example"),
	                                VIEW("id1"), text));
	ck_assert(!dialback_key_matches(&key, pair_of("peer.example", "iut.example"),
	                                VIEW("id1"), text));
	ck_assert(!dialback_key_matches(&other, pair, VIEW("id1"), text));
}
END_TEST

START_TEST(any_other_text_is_refused)
{
	struct pair pair = pair_of("iut.example", "peer.example");
	struct dialback_key key;
	char made[DIALBACK_KEY_LEN + 1], changed[DIALBACK_KEY_LEN + 1];

	dialback_key_init(&key, VIEW("one"));
	dialback_key_make(&key, pair, VIEW("id1"), made);
	ck_assert(!dialback_key_matches(&key, pair, VIEW("id1"), VIEW("")));
	ck_assert(!dialback_key_matches(&key, pair, VIEW("id1"),
	                                (struct view){ made, DIALBACK_KEY_LEN - 1 }));
	/* The terminating NUL is no part of the key. */
	ck_assert(!dialback_key_matches(&key, pair, VIEW("id1"),
	                                (struct view){ made, DIALBACK_KEY_LEN + 1 }));
	for (size_t i = 0; i < DIALBACK_KEY_LEN; i++) {
		memcpy(changed, made, sizeof changed);
		changed[i] = changed[i] == '0' ? '1' : '0';
		ck_assert(!dialback_key_matches(&key, pair, VIEW("id1"),
		                                (struct view){ changed, DIALBACK_KEY_LEN }));
	}
}
END_TEST

/* "a b" + "c" and "a" + "b c" are the same text when joined. */
START_TEST(space_in_a_part_is_refused)
{
	struct dialback_key key;
	char made[DIALBACK_KEY_LEN + 1];
	struct view text = { made, DIALBACK_KEY_LEN };

	dialback_key_init(&key, VIEW("one"));
	dialback_key_make(&key, pair_of("iut.example", "peer.example"), VIEW("x y"), made);
	ck_assert(!dialback_key_matches(&key, pair_of("iut.example", "peer.example"),
	                                VIEW("x y"), text));
	ck_assert(!dialback_key_matches(&key, pair_of("iut.example x", "peer.example"),
	                                VIEW("y"), text));
}
END_TEST

START_TEST(without_a_passphrase_each_key_is_its_own)
{
	struct dialback_key a, b;

	dialback_key_init(&a, VIEW(""));
	dialback_key_init(&b, VIEW(""));
	ck_assert_uint_eq(strlen(a.secret), 64);
	ck_assert_str_ne(a.secret, b.secret);
}
END_TEST

UNIT("dialback_key", published_keys_are_made, key_of_the_raw_digest_is_refused,
     key_is_good_for_one_pair_and_stream_only, any_other_text_is_refused,
     space_in_a_part_is_refused, without_a_passphrase_each_key_is_its_own)
