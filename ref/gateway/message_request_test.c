#include "gateway/message_request.h"

#include "gateway/errors.h"
#include "lib/unit.h"

/* R3428-8-2: what is counted does not hang on the CSeq of the moment. */
START_TEST(the_same_text_has_the_same_size)
{
	ck_assert_uint_eq(message_request_size(400, 1), 400 + MESSAGE_REQUEST_VIA + 9);
	ck_assert_uint_eq(message_request_size(401, 10), 400 + MESSAGE_REQUEST_VIA + 9);
	ck_assert_uint_eq(message_request_size(401, 99), 400 + MESSAGE_REQUEST_VIA + 9);
	ck_assert_uint_eq(message_request_size(409, 0x7fffffff), 409 + MESSAGE_REQUEST_VIA);
}
END_TEST

START_TEST(devices_of_a_user_share_a_queue)
{
	struct region *r = region_new();
	struct jid bare, full, other;

	ck_assert(jid_read(VIEW("sally@sipcorp.example"), r, &bare, NULL));
	ck_assert(jid_read(VIEW("sally@sipcorp.example/pc7"), r, &full, NULL));
	ck_assert(jid_read(VIEW("sue@sipcorp.example"), r, &other, NULL));
	ck_assert(view_eq(message_queue_of(&bare, r), message_queue_of(&full, r)));
	ck_assert(!view_eq(message_queue_of(&bare, r), message_queue_of(&other, r)));
	region_free(&r);
}
END_TEST

START_TEST(so_many_wait_and_no_more)
{
	ck_assert(!message_queue_is_full(1, 2));
	ck_assert(message_queue_is_full(2, 2));
	ck_assert(!message_partner_is_full(1, 2));
	ck_assert(message_partner_is_full(2, 2));
}
END_TEST

START_TEST(headlines_tell_nothing_of_who_is_there)
{
	ck_assert(!message_failure_is_told(VIEW("headline"), 480));
	ck_assert(!message_failure_is_told(VIEW("headline"), 404));
	ck_assert(message_failure_is_told(VIEW("headline"), SIP_NO_WAY));
	ck_assert(message_failure_is_told(VIEW("headline"), SIP_NO_ANSWER));
	ck_assert(message_failure_is_told(VIEW("chat"), 480));
	ck_assert(message_failure_is_told((struct view){ NULL, 0 }, 404));
}
END_TEST

UNIT("message_request", the_same_text_has_the_same_size, devices_of_a_user_share_a_queue,
     so_many_wait_and_no_more, headlines_tell_nothing_of_who_is_there)
