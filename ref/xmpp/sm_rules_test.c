#include "xmpp/sm_rules.h"

#include "lib/unit.h"
#include "xml/writer.h"
#include "xmpp/sm_element.h"

/* X0198-2-1, X0198-3-2 */
START_TEST(it_begins_once_and_where_it_was_offered)
{
	ck_assert(sm_may_begin(true, false));
	ck_assert(!sm_may_begin(true, true));
	ck_assert(!sm_may_begin(false, false));
}
END_TEST

/* X0198-5-2 */
START_TEST(nobody_else_goes_on_with_a_session)
{
	struct view a = VIEW("a.example"), b = VIEW("b.example"), c = VIEW("c.example");

	ck_assert(sm_may_resume(b, a, b, a));
	ck_assert(!sm_may_resume(b, a, c, a));
	ck_assert(!sm_may_resume(b, a, b, c));
	ck_assert(!sm_may_resume(b, a, a, b));
	ck_assert(!sm_may_resume(b, a, VIEW(""), a));
}
END_TEST

START_TEST(a_break_is_outlived_and_an_end_is_not)
{
	ck_assert(sm_outlives(true, CAUSE_PEER_CLOSED));
	ck_assert(sm_is_worth_a_call(1) && !sm_is_worth_a_call(0));
	ck_assert(sm_outlives(false, CAUSE_PEER_UNRESPONSIVE));
	ck_assert(!sm_outlives(false, CAUSE_PEER_CLOSED));
	ck_assert(!sm_outlives(false, CAUSE_NOT_WELL_FORMED));
}
END_TEST

START_TEST(handed_is_what_was_acknowledged_where_that_is_said)
{
	ck_assert(sm_is_handed(false, false));
	ck_assert(!sm_is_handed(true, false));
	ck_assert(sm_is_handed(true, true));
}
END_TEST

START_TEST(the_shorter_time_holds)
{
	ck_assert_uint_eq(sm_resume_time(60000, 0), 60000);
	ck_assert_uint_eq(sm_resume_time(60000, 59), 59000);
	ck_assert_uint_eq(sm_resume_time(60000, 61), 60000);
	ck_assert_uint_eq(sm_resume_time(60000, UINT64_MAX), 60000);
	ck_assert(sm_may_send_again(true) && !sm_may_send_again(false));
}
END_TEST

static void written_as(const struct element *e, const char *expected)
{
	static const struct xml_scope scope = { { NS_SM, sizeof NS_SM - 1 }, true, true };
	struct buf out = { 0 };

	xml_write(&out, e, &scope);
	ck_assert_str_eq(buf_cstr(&out), expected);
	buf_free(&out);
}

START_TEST(elements_are_written_and_read)
{
	struct region *r = region_new();
	struct sm *s = sm_new(1, 1);
	struct element *e = sm_answer(r, s);
	uint32_t h = 9;

	written_as(e, "<a h='0'/>");
	ck_assert(sm_read_h(e, &h) && h == 0);
	ck_assert(!sm_read_h(sm_request(r), &h));
	for (size_t i = 0; i < 4; i++) {
		static const char *const wrong[] = { "", "-1", "4294967296", "1 " };

		e = sm_request(r);
		element_set(r, e, "h", view_of(wrong[i]));
		ck_assert_msg(!sm_read_h(e, &h), "%s", wrong[i]);
	}
	written_as(sm_enable(r), "<enable resume='true'/>");
	written_as(sm_enabled(r, s, 0), "<enabled/>");
	ck_assert(sm_wants_resumption(sm_enabled(r, s, 5)));
	ck_assert(!sm_wants_resumption(sm_enabled(r, s, 0)));
	ck_assert(view_is(element_attr(sm_enabled(r, s, 5), "max"), "5"));
	ck_assert(view_is(element_attr(sm_resumed(r, s), "previd"), sm_id(s)));
	written_as(sm_resume(r, "x", s), "<resume previd='x' h='0'/>");
	ck_assert_ptr_nonnull(element_child(sm_failed(r, "item-not-found"), NS_STANZA_ERROR,
	                                    "item-not-found"));
	sm_free(&s);
	region_free(&r);
}
END_TEST

UNIT("sm_rules", it_begins_once_and_where_it_was_offered, nobody_else_goes_on_with_a_session,
     a_break_is_outlived_and_an_end_is_not, handed_is_what_was_acknowledged_where_that_is_said,
     the_shorter_time_holds, elements_are_written_and_read)
