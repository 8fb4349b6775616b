/* The module itself: counters near their end are not reached by counting. */
#include "xmpp/sm.c"

#include <string.h>

#include "lib/unit.h"

static void sent(struct sm *s, const char *id, uint64_t tag)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");

	element_set(r, e, "id", view_of(id));
	sm_sent(s, e, tag);
	region_free(&r); /* a copy is kept */
}

static void note(void *arg, uint64_t tag)
{
	char *text = arg;

	text[strlen(text)] = (char)('0' + tag);
}

START_TEST(acks_release_oldest_first)
{
	struct sm *s = sm_new(10, 100000);
	char acked[16] = "";

	sent(s, "a", 1);
	sent(s, "b", 2);
	sent(s, "c", 3);
	ck_assert_uint_eq(sm_unacked(s), 3);
	ck_assert_uint_eq(sm_sent_count(s), 3);
	ck_assert_int_eq(sm_ack(s, 0, note, acked), CAUSE_NONE);
	ck_assert_str_eq(acked, "");
	ck_assert_int_eq(sm_ack(s, 2, note, acked), CAUSE_NONE);
	ck_assert_str_eq(acked, "12");
	ck_assert_uint_eq(sm_unacked(s), 1);
	ck_assert_int_eq(sm_ack(s, 3, NULL, NULL), CAUSE_NONE);
	ck_assert_uint_eq(sm_unacked(s), 0);
	ck_assert_uint_eq(sm_sent_count(s), 3);
	sm_free(&s);
	ck_assert_ptr_null(s);
	sm_free(&s);
}
END_TEST

/* X0198-6-1 */
START_TEST(ack_of_more_than_was_sent_is_refused)
{
	struct sm *s = sm_new(10, 100000);
	char acked[16] = "";

	ck_assert_int_eq(sm_ack(s, 1, note, acked), CAUSE_SM_HANDLED_TOO_HIGH);
	sent(s, "a", 1);
	sent(s, "b", 2);
	ck_assert_int_eq(sm_ack(s, 3, note, acked), CAUSE_SM_HANDLED_TOO_HIGH);
	ck_assert_int_eq(sm_ack(s, 4294967295u, note, acked), CAUSE_SM_HANDLED_TOO_HIGH);
	ck_assert_str_eq(acked, "");
	ck_assert_uint_eq(sm_unacked(s), 2);
	ck_assert_int_eq(sm_ack(s, 2, note, acked), CAUSE_NONE);
	/* Less than it said before. */
	ck_assert_int_eq(sm_ack(s, 1, note, acked), CAUSE_SM_HANDLED_TOO_HIGH);
	ck_assert_str_eq(acked, "12");
	sm_free(&s);
}
END_TEST

/* X0198-4-3 */
START_TEST(counters_wrap)
{
	struct sm *s = sm_new(10, 100000);
	char acked[16] = "";

	s->handled = UINT32_MAX;
	sm_received(s);
	ck_assert_uint_eq(sm_handled(s), 0);
	s->acked = UINT32_MAX - 1;
	sent(s, "a", 1);
	sent(s, "b", 2);
	sent(s, "c", 3);
	ck_assert_uint_eq(sm_sent_count(s), 1);
	ck_assert_int_eq(sm_ack(s, 2, note, acked), CAUSE_SM_HANDLED_TOO_HIGH);
	ck_assert_int_eq(sm_ack(s, 0, note, acked), CAUSE_NONE);
	ck_assert_str_eq(acked, "12");
	ck_assert_int_eq(sm_ack(s, 1, note, acked), CAUSE_NONE);
	ck_assert_str_eq(acked, "123");
	sm_free(&s);
}
END_TEST

START_TEST(what_is_kept_is_bounded)
{
	struct sm *s = sm_new(2, 100000);
	size_t one;

	sent(s, "a", 1);
	one = s->bytes;
	ck_assert(!sm_is_full(s));
	sent(s, "b", 2);
	ck_assert(sm_is_full(s));
	ck_assert_int_eq(sm_ack(s, 1, NULL, NULL), CAUSE_NONE);
	ck_assert(!sm_is_full(s));
	sm_free(&s);

	s = sm_new(1000, 2 * one);
	sent(s, "a", 1);
	ck_assert(!sm_is_full(s));
	sent(s, "b", 2);
	ck_assert(sm_is_full(s));
	ck_assert_int_eq(sm_ack(s, 2, NULL, NULL), CAUSE_NONE);
	ck_assert_uint_eq(s->bytes, 0);
	ck_assert(!sm_is_full(s));
	sm_free(&s);
}
END_TEST

static void open_stream(struct stream **on)
{
	static const struct stream_settings set = { .role = STREAM_INITIATING };
	struct stream_event ev;
	struct buf out = { 0 };

	*on = stream_new(&set, 0);
	stream_feed(*on,
	            VIEW("<stream:stream xmlns='jabber:server' xmlns:stream="
	                 "'http://etherx.jabber.org/streams' version='1.0'>"
	                 "<stream:features/>"),
	            0);
	ck_assert(stream_next(*on, &ev, 0));
	ck_assert_int_eq(ev.kind, STREAM_FEATURES);
	stream_established(*on);
	stream_take(*on, &out, 0);
	buf_free(&out);
}

/* X0198-4-4 */
START_TEST(unacknowledged_stanzas_are_sent_again)
{
	struct sm *s = sm_new(10, 100000);
	struct stream *on;
	struct buf out = { 0 };

	sent(s, "a", 1);
	sent(s, "b", 2);
	sent(s, "c", 3);
	open_stream(&on);
	ck_assert_int_eq(sm_ack(s, 1, NULL, NULL), CAUSE_NONE);
	ck_assert(sm_resend(s, on));
	stream_take(on, &out, 0);
	ck_assert_str_eq(buf_cstr(&out), "<message id='b'/><message id='c'/>");
	ck_assert_uint_eq(sm_unacked(s), 2);
	ck_assert_uint_eq(sm_sent_count(s), 3);
	/* A stream that is closed takes nothing, and nothing is lost. */
	stream_lost(on);
	ck_assert(!sm_resend(s, on));
	ck_assert_uint_eq(sm_unacked(s), 2);
	buf_free(&out);
	stream_free(&on);
	sm_free(&s);
}
END_TEST

START_TEST(rest_of_a_session_is_taken_out_in_order)
{
	struct sm *s = sm_new(10, 100000);
	const struct element *e;
	uint64_t tag = 0;

	sent(s, "a", 1);
	sent(s, "b", 2);
	e = sm_take_unacked(s, &tag);
	ck_assert_uint_eq(tag, 1);
	ck_assert(view_is(element_attr(e, "id"), "a"));
	e = sm_take_unacked(s, &tag);
	ck_assert_uint_eq(tag, 2);
	ck_assert(view_is(element_attr(e, "id"), "b"));
	ck_assert_ptr_null(sm_take_unacked(s, &tag));
	ck_assert_ptr_null(sm_take_unacked(s, &tag));
	sent(s, "c", 3);
	ck_assert_ptr_nonnull(sm_take_unacked(s, &tag));
	sm_free(&s);
}
END_TEST

static const struct element *instead(void *arg, const struct element *e, uint64_t tag,
                                     struct region *r)
{
	struct element *iq;

	note(arg, tag);
	if (!view_is(element_attr(e, "id"), "b"))
		return NULL;
	iq = element_new(r, NS_SERVER, "iq");
	element_set(r, iq, "id", VIEW("b2"));
	return iq;
}

START_TEST(one_is_replaced_and_keeps_its_number)
{
	struct sm *s = sm_new(10, 100000);
	char seen[16] = "", acked[16] = "";
	size_t bytes;
	uint64_t tag;

	sent(s, "a", 1);
	sent(s, "b", 2);
	sent(s, "c", 3);
	sm_replace(s, instead, seen);
	ck_assert_str_eq(seen, "123");
	bytes = s->bytes;
	sm_replace(s, instead, seen);
	ck_assert_str_eq(seen, "123103");
	ck_assert_uint_eq(s->bytes, bytes);
	ck_assert_uint_eq(sm_sent_count(s), 3);
	ck_assert_int_eq(sm_ack(s, 1, note, acked), CAUSE_NONE);
	ck_assert_str_eq(acked, "1");
	ck_assert(view_is(sm_take_unacked(s, &tag)->name, "iq"));
	ck_assert_uint_eq(tag, 0);
	ck_assert(view_is(element_attr(sm_take_unacked(s, &tag), "id"), "c"));
	ck_assert_uint_eq(tag, 3);
	ck_assert_ptr_null(sm_take_unacked(s, &tag));
	ck_assert_uint_eq(s->bytes, 0);
	sm_free(&s);
}
END_TEST

START_TEST(ids_cannot_be_guessed)
{
	struct sm *a = sm_new(1, 1), *b = sm_new(1, 1);

	ck_assert_uint_ge(strlen(sm_id(a)), 24);
	ck_assert_str_ne(sm_id(a), sm_id(b));
	sm_free(&a);
	sm_free(&b);
}
END_TEST

UNIT("sm", acks_release_oldest_first, ack_of_more_than_was_sent_is_refused, counters_wrap,
     what_is_kept_is_bounded, unacknowledged_stanzas_are_sent_again,
     rest_of_a_session_is_taken_out_in_order, one_is_replaced_and_keeps_its_number,
     ids_cannot_be_guessed)
