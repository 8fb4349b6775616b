#include "xmpp/dialback_pending.h"

#include "lib/unit.h"

static struct dialback result(const char *from, const char *to, bool answer)
{
	return (struct dialback){ .answer = answer, .from = view_of(from), .to = view_of(to) };
}

static struct dialback verify(const char *from, const char *to, const char *id, bool answer)
{
	return (struct dialback){ .verify = true,
		                  .answer = answer,
		                  .from = view_of(from),
		                  .to = view_of(to),
		                  .id = view_of(id) };
}

static bool expected(const struct dialback_pending *p, struct dialback answer)
{
	return dialback_answer_expected(p, &answer);
}

/* X0220-2.1.1-4, X0220-2.1.2-3 */
START_TEST(only_the_exact_answer_is_expected)
{
	struct dialback_pending *p = dialback_pending_new();
	struct dialback r = result("iut", "peer", false), v = verify("iut", "peer", "x", false);

	ck_assert(!expected(p, result("peer", "iut", true)));
	ck_assert(dialback_pending_add(p, &r));
	ck_assert(expected(p, result("peer", "iut", true)));
	ck_assert(!expected(p, result("peer", "iut", false)));
	ck_assert(!expected(p, result("iut", "peer", true)));
	/* A domain is the same however it is spelled (RFC 7622 3.2). */
	ck_assert(expected(p, result("PEER.", "Iut", true)));
	ck_assert(!expected(p, result("peer2", "iut", true)));
	ck_assert(!expected(p, result("peer", "iut2", true)));
	ck_assert(!expected(p, verify("peer", "iut", "", true)));
	ck_assert(!expected(p, verify("peer", "iut", "x", true)));
	ck_assert(dialback_pending_add(p, &v));
	ck_assert(expected(p, verify("peer", "iut", "x", true)));
	ck_assert(!expected(p, verify("peer", "iut", "y", true)));
	ck_assert(!expected(p, verify("peer", "iut", "", true)));
	dialback_pending_clear(p);
	ck_assert(!expected(p, result("peer", "iut", true)));
	dialback_pending_free(&p);
	ck_assert_ptr_null(p);
	dialback_pending_free(&p);
}
END_TEST

START_TEST(each_request_is_answered_once)
{
	struct dialback_pending *p = dialback_pending_new();
	struct dialback r = result("iut", "peer", false), a = result("peer", "iut", true);
	struct dialback other = result("iut", "peer2", false);

	ck_assert(dialback_pending_add(p, &r));
	ck_assert(dialback_pending_add(p, &other));
	ck_assert(dialback_pending_add(p, &r));
	dialback_pending_remove(p, &a);
	ck_assert(expected(p, a));
	dialback_pending_remove(p, &a);
	ck_assert(!expected(p, a));
	dialback_pending_remove(p, &a);
	ck_assert_uint_eq(dialback_pending_count(p), 1);
	dialback_pending_free(&p);
}
END_TEST

START_TEST(our_answer_finds_the_request_by_its_prepared_names)
{
	struct dialback_pending *p = dialback_pending_new();
	struct dialback in = verify("Peer.Example", "IUT.example", "X", false), out;
	struct dialback other_id = verify("iut.example", "peer.example", "x", true);
	struct dialback answer = verify("iut.example", "peer.example", "X", true);
	struct dialback of_result = result("iut.example", "peer.example", true);
	struct region *r = region_new();

	ck_assert(dialback_pending_add(p, &in));
	ck_assert(!dialback_pending_take(p, &other_id, r, &out));
	ck_assert(!dialback_pending_take(p, &of_result, r, &out));
	ck_assert(dialback_pending_take(p, &answer, r, &out));
	ck_assert(view_is(out.from, "Peer.Example") && view_is(out.to, "IUT.example"));
	ck_assert(out.verify && view_is(out.id, "X"));
	ck_assert(!dialback_pending_take(p, &answer, r, &out));
	/* What is no domain at all can be answered too. */
	in = result("no domain", "@", false);
	answer = result("@", "no domain", true);
	ck_assert(dialback_pending_add(p, &in));
	ck_assert(dialback_pending_take(p, &answer, r, &out));
	region_free(&r);
	dialback_pending_free(&p);
}
END_TEST

START_TEST(limit_holds)
{
	struct dialback_pending *p = dialback_pending_new();
	struct dialback r = result("iut", "peer", false), a = result("peer", "iut", true);
	struct dialback listed;
	size_t pos = 0, n = 0;

	for (size_t i = 0; i < DIALBACK_PENDING_MAX; i++)
		ck_assert(dialback_pending_add(p, &r));
	ck_assert(!dialback_pending_add(p, &r));
	while (dialback_pending_next(p, &pos, &listed))
		n++;
	ck_assert_uint_eq(n, DIALBACK_PENDING_MAX);
	ck_assert(view_is(listed.from, "iut") && !listed.verify);
	dialback_pending_remove(p, &a);
	ck_assert(dialback_pending_add(p, &r));
	dialback_pending_free(&p);
}
END_TEST

UNIT("dialback_pending", only_the_exact_answer_is_expected, each_request_is_answered_once,
     our_answer_finds_the_request_by_its_prepared_names, limit_holds)
