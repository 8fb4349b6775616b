#include "xmpp/pairs.h"

#include "lib/unit.h"

static struct pair pair_of(const char *from, const char *to)
{
	return (struct pair){ view_of(from), view_of(to) };
}

START_TEST(only_a_proved_pair_counts_as_proved)
{
	struct pairs *p = pairs_new(8);
	struct pair pair = pair_of("peer.example", "iut.example");

	ck_assert(!pair_is_proved(p, pair));
	ck_assert(pairs_set(p, pair, PAIR_PENDING));
	ck_assert(!pair_is_proved(p, pair));
	ck_assert(!sender_is_proved(p, pair.from));
	ck_assert(pairs_set(p, pair, PAIR_DENIED));
	ck_assert(!pair_is_proved(p, pair));
	ck_assert(pairs_set(p, pair, PAIR_PROVED));
	ck_assert(pair_is_proved(p, pair));
	ck_assert(sender_is_proved(p, pair.from));
	/* R6120-4.3.6-1: neither its neighbours nor its reverse. */
	ck_assert(!pair_is_proved(p, pair_of("iut.example", "peer.example")));
	ck_assert(!pair_is_proved(p, pair_of("peer.example", "sub.iut.example")));
	ck_assert(!pair_is_proved(p, pair_of("sub.peer.example", "iut.example")));
	ck_assert(!pair_is_proved(p, pair_of("peer.exampl", "iut.example")));
	ck_assert(!pair_is_proved(p, pair_of("", "")));
	ck_assert(!sender_is_proved(p, VIEW("iut.example")));
	ck_assert(!sender_is_proved(p, VIEW("")));
	pairs_free(&p);
	ck_assert_ptr_null(p);
}
END_TEST

/* X0220-2.2.1-6: what was proved for one target says nothing of another. */
START_TEST(denied_pair_is_no_longer_proved)
{
	struct pairs *p = pairs_new(8);
	struct pair a = pair_of("a.example", "iut.example");
	struct pair b = pair_of("b.example", "iut.example");

	ck_assert(pairs_set(p, a, PAIR_PROVED));
	ck_assert(pairs_set(p, b, PAIR_PROVED));
	ck_assert(pairs_set(p, b, PAIR_DENIED));
	ck_assert(pair_is_proved(p, a));
	ck_assert(!pair_is_proved(p, b));
	ck_assert(!sender_is_proved(p, b.from));
	ck_assert(pairs_has(p, b, PAIR_DENIED));
	ck_assert(!pairs_has(p, b, PAIR_PROVED));
	ck_assert_uint_eq(pairs_count(p, PAIR_PROVED), 1);
	ck_assert_uint_eq(pairs_count(p, PAIR_DENIED), 1);
	ck_assert_uint_eq(pairs_count(p, PAIR_PENDING), 0);
	pairs_free(&p);
}
END_TEST

START_TEST(limit_holds_for_new_pairs_only)
{
	struct pairs *p = pairs_new(2);
	struct pair a = pair_of("a.example", "iut.example");
	struct pair b = pair_of("b.example", "iut.example");
	struct pair c = pair_of("c.example", "iut.example");

	ck_assert(pairs_set(p, a, PAIR_PENDING));
	ck_assert(pairs_set(p, b, PAIR_PENDING));
	ck_assert(!pairs_set(p, c, PAIR_PENDING));
	ck_assert(!pairs_has(p, c, PAIR_PENDING));
	ck_assert(pairs_set(p, b, PAIR_PROVED));
	pairs_remove(p, c);
	pairs_remove(p, a);
	ck_assert(!pairs_has(p, a, PAIR_PENDING));
	ck_assert(pair_is_proved(p, b));
	ck_assert(pairs_set(p, c, PAIR_PENDING));
	pairs_free(&p);
}
END_TEST

START_TEST(walk_meets_each_pair_once)
{
	struct pairs *p = pairs_new(8);
	size_t pos = 0;
	struct pair pair;
	enum pair_state state;

	ck_assert(!pairs_next(p, &pos, &pair, &state));
	ck_assert(pairs_set(p, pair_of("a.example", "iut.example"), PAIR_PENDING));
	ck_assert(pairs_set(p, pair_of("b.example", "iut.example"), PAIR_PROVED));
	ck_assert(pairs_next(p, &pos, &pair, &state));
	ck_assert(view_is(pair.from, "a.example") && view_is(pair.to, "iut.example"));
	ck_assert_int_eq(state, PAIR_PENDING);
	ck_assert(pairs_next(p, &pos, &pair, &state));
	ck_assert(view_is(pair.from, "b.example"));
	ck_assert_int_eq(state, PAIR_PROVED);
	ck_assert(!pairs_next(p, &pos, &pair, &state));
	pairs_free(&p);
}
END_TEST

UNIT("pairs", only_a_proved_pair_counts_as_proved, denied_pair_is_no_longer_proved,
     limit_holds_for_new_pairs_only, walk_meets_each_pair_once)
