/* INVITEs that come: figure 7, RFC 6026, and CANCEL. */
#include "sip/transaction_rig.h"

static struct rig r;

START_TEST(an_invite_gets_100_in_200_ms)	/* R3261-17.2.1-1 */
{
	rig_begin(&r, SIP_TCP);
	CALL(&r, .method = "INVITE");
	rig_until(&r, 199);
	rig_is(&r, "0:INVITE! ");
	rig_until(&r, 5000);
	CALL(&r, .method = "INVITE");
	rig_is(&r, "200:100 5000:100 ");
	ck_assert(rig_answer(&r, r.last_id, 180));
	CALL(&r, .method = "INVITE");
	rig_is(&r, "5000:180 5000:180 ");
	rig_end(&r);
	rig_begin(&r, SIP_TCP);
	CALL(&r, .method = "INVITE");
	ck_assert(rig_answer(&r, r.last_id, 180));
	rig_until(&r, 60000);
	rig_is(&r, "0:INVITE! 0:180 ");
	rig_end(&r);
}
END_TEST

START_TEST(g_h_and_i)
{
	rig_begin(&r, SIP_UDP);
	r.answer_at_once = 488;
	CALL(&r, .method = "INVITE");
	rig_until(&r, 1000);
	CALL(&r, .method = "INVITE");
	rig_until(&r, 100000);
	rig_is(&r, "0:INVITE! 0:488 500:488 1000:488 1500:488 3500:488 7500:488 11500:488 "
	           "15500:488 19500:488 23500:488 27500:488 31500:488 32000:timeout ");
	ck_assert_uint_eq(rig_held(&r), 0);
	CALL(&r, .method = "INVITE");
	rig_until(&r, 100100);
	CALL(&r, .method = "ACK");
	CALL(&r, .method = "INVITE");
	CALL(&r, .method = "ACK");
	rig_until(&r, 105099);
	ck_assert_uint_eq(rig_held(&r), 1);
	rig_until(&r, 105100);		/* I = T4 */
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_is(&r, "100000:INVITE! 100000:488 ");
	rig_end(&r);
	rig_begin(&r, SIP_TCP);
	r.answer_at_once = 488;
	CALL(&r, .method = "INVITE");
	rig_until(&r, 1000);
	CALL(&r, .method = "ACK");
	ck_assert_uint_eq(rig_held(&r), 0);
	CALL(&r, .method = "INVITE");
	rig_until(&r, 100000);
	rig_is(&r, "0:INVITE! 0:488 1000:INVITE! 1000:488 33000:timeout ");
	rig_end(&r);
}
END_TEST

START_TEST(after_a_2xx_repeats_are_absorbed)	/* R6026-7.1-1 */
{
	rig_begin(&r, SIP_UDP);
	r.answer_at_once = 200;
	CALL(&r, .method = "INVITE");
	rig_until(&r, 1000);
	CALL(&r, .method = "INVITE");
	rig_is(&r, "0:INVITE! 0:200 ");
	ck_assert(rig_answer(&r, r.last_id, 200));	/* 13.3.1.4: the core's */
	ck_assert(!rig_answer(&r, r.last_id, 500));
	CALL(&r, .method = "ACK");
	CALL(&r, .method = "ACK", .branch = "z9hG4bKown");	/* as RFC 3261 13.2.2.4 has it */
	rig_is(&r, "1000:200 1000:ack! 1000:ack! ");
	rig_until(&r, 31999);
	ck_assert_uint_eq(rig_held(&r), 1);
	rig_until(&r, 32000);		/* L */
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_end(&r);
}
END_TEST

START_TEST(cancel)				/* R3261-9.2-1 */
{
	char tag[TRANSACTION_TAG_SIZE];
	struct buf expected = { 0 };
	uint64_t id;

	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "CANCEL");
	rig_is(&r, "0:481 ");
	CALL(&r, .method = "CANCEL");
	rig_is(&r, "0:481 ");		/* the same, again */
	CALL(&r, .method = "INVITE", .branch = "z9hG4bKi");
	id = r.last_id;
	CALL(&r, .method = "CANCEL", .branch = "z9hG4bKi");
	rig_is(&r, "0:INVITE! 0:200 0:cancelled! ");
	ck_assert_uint_eq(r.last_id, id);
	ck_assert(transaction_tag(r.t, id, tag));
	buf_printf(&expected, "To: <sip:xeno@x.example>;tag=%s\r\n", tag);
	ck_assert(rig_sent_has(&r, buf_cstr(&expected)));
	CALL(&r, .method = "CANCEL", .branch = "z9hG4bKi");
	rig_is(&r, "0:200 ");
	ck_assert(rig_answer(&r, id, 487));
	ck_assert(rig_sent_has(&r, buf_cstr(&expected)));
	CALL(&r, .method = "ACK", .branch = "z9hG4bKi");
	/* What has been answered cannot be cancelled any more. */
	CALL(&r, .method = "INVITE", .branch = "z9hG4bKj", .cseq = 2);
	ck_assert(rig_answer(&r, r.last_id, 200));
	buf_clear(&r.story);
	CALL(&r, .method = "CANCEL", .branch = "z9hG4bKj", .cseq = 2);
	rig_is(&r, "0:200 ");
	/* Only INVITE can be. */
	CALL(&r, .method = "MESSAGE", .branch = "z9hG4bKm");
	CALL(&r, .method = "CANCEL", .branch = "z9hG4bKm");
	rig_is(&r, "0:MESSAGE! 0:481 ");
	buf_free(&expected);
	rig_end(&r);
}
END_TEST

START_TEST(an_answer_that_cannot_be_sent)
{
	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "INVITE");
	r.cannot_send = true;
	ck_assert(rig_answer(&r, r.last_id, 488));
	rig_until(&r, 0);
	rig_is(&r, "0:INVITE! 0:transport ");
	ck_assert_uint_eq(rig_held(&r), 0);
	/* A 2xx is the core's to repeat: the state stays (RFC 6026 8.7). */
	CALL(&r, .method = "INVITE");
	ck_assert(rig_answer(&r, r.last_id, 200));
	rig_until(&r, 1);
	ck_assert_uint_eq(rig_held(&r), 1);
	rig_until(&r, 32000);
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_end(&r);
}
END_TEST

UNIT("transaction_server_invite", an_invite_gets_100_in_200_ms, g_h_and_i,
     after_a_2xx_repeats_are_absorbed, cancel, an_answer_that_cannot_be_sent)
