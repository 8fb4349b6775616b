#include "cast/unacked.h"

#include "lib/unit.h"

static void put(struct unacked *u, const char *xml)
{
	unacked_put(u, NULL, view_of(xml));
}

START_TEST(stanzas_count_and_nothing_else)
{
	ck_assert(unacked_counts(VIEW("<message to='a'/>")));
	ck_assert(unacked_counts(VIEW("<presence/>")));
	ck_assert(unacked_counts(VIEW("<iq\ntype='get'/>")));
	ck_assert(!unacked_counts(VIEW("<messages/>")));
	ck_assert(!unacked_counts(VIEW("<r xmlns='urn:xmpp:sm:3'/>")));
	ck_assert(!unacked_counts(VIEW("<domains/>")));
	ck_assert(!unacked_counts(VIEW("<iq")));
}
END_TEST

START_TEST(what_is_acknowledged_is_forgotten_in_order)
{
	struct unacked u = { 0 };

	put(&u, "<message id='1'/>");
	put(&u, "<message id='2'/>");
	put(&u, "<message id='3'/>");
	ck_assert(unacked_ack(&u, 1));
	ck_assert(view_is(u.first->xml, "<message id='2'/>"));
	ck_assert(unacked_ack(&u, 1));
	ck_assert(view_is(u.first->xml, "<message id='2'/>"));
	ck_assert(!unacked_ack(&u, 4));
	ck_assert(!unacked_ack(&u, 0));
	ck_assert(view_is(u.first->next->xml, "<message id='3'/>"));
	ck_assert(unacked_ack(&u, 3));
	ck_assert_ptr_null(u.first);
	put(&u, "<message id='4'/>");
	ck_assert(view_is(u.first->xml, "<message id='4'/>"));
	ck_assert_ptr_null(u.first->next);
	unacked_clear(&u);
	ck_assert_ptr_null(u.first);
	ck_assert_uint_eq(u.sent, 0);
}
END_TEST

START_TEST(the_count_wraps)
{
	struct unacked u = { .acked = UINT32_MAX, .sent = UINT32_MAX };

	put(&u, "<iq/>");
	put(&u, "<iq id='2'/>");
	ck_assert(unacked_ack(&u, 0));
	ck_assert(view_is(u.first->xml, "<iq id='2'/>"));
	ck_assert(!unacked_ack(&u, 2));
	unacked_clear(&u);
}
END_TEST

UNIT("unacked", stanzas_count_and_nothing_else, what_is_acknowledged_is_forgotten_in_order,
     the_count_wraps)
