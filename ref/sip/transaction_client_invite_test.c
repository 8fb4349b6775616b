/* INVITEs of our own: figure 5, RFC 6026, and CANCEL. */
#include "sip/transaction_rig.h"

static struct rig r;

START_TEST(a_and_b_without_an_answer)		/* R3261-17.1.1.2-1 */
{
	rig_begin(&r, SIP_UDP);
	rig_request(&r, "INVITE");
	rig_until(&r, 100000);
	rig_is(&r, "0:INVITE 500:INVITE 1500:INVITE 3500:INVITE 7500:INVITE 15500:INVITE "
	           "31500:INVITE 32000:timeout ");
	rig_end(&r);
	rig_begin(&r, SIP_TCP);
	rig_request(&r, "INVITE");
	rig_until(&r, 100000);
	rig_is(&r, "0:INVITE 32000:timeout ");
	rig_end(&r);
}
END_TEST

START_TEST(a_provisional_response_stops_both)
{
	struct rig_reply reply;

	rig_begin(&r, SIP_UDP);
	rig_request(&r, "INVITE");
	reply = rig_reply_to_sent(&r);
	rig_until(&r, 600);
	rig_respond(&r, &reply, 180);
	rig_until(&r, 200000);
	rig_respond(&r, &reply, 183);
	rig_respond(&r, &reply, 486);
	rig_is(&r, "0:INVITE 500:INVITE 600:<180 200000:<183 200000:ACK 200000:<486 ");
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

START_TEST(what_is_refused_gets_an_ack)		/* R3261-17.1.1.3-1 */
{
	struct rig_reply reply;
	struct buf via = { 0 };
	struct view v, line, rest;

	rig_begin(&r, SIP_UDP);
	rig_request(&r, "INVITE");
	v = buf_view(&r.sent);
	v = view_from(v, view_find(v, VIEW("Via:")));
	view_cut(v, '\n', &line, &rest);
	buf_putv(&via, line);
	reply = rig_reply_to_sent(&r);
	rig_respond(&r, &reply, 486);
	ck_assert(view_starts(buf_view(&r.sent), VIEW("ACK sip:sally@sip.example SIP/2.0\r\n")));
	ck_assert(rig_sent_has(&r, buf_cstr(&via)));
	ck_assert(rig_sent_has(&r, "To: <sip:sally@sip.example>;tag=theirs\r\n"));
	ck_assert(rig_sent_has(&r, "From: <sip:xeno@x.example>;tag=ours\r\n"));
	ck_assert(rig_sent_has(&r, "Call-ID: c1@gw\r\n"));
	ck_assert(rig_sent_has(&r, "CSeq: 7 ACK\r\n"));
	ck_assert(rig_sent_has(&r, "Route: <sip:p1.example;lr>\r\n"));
	rig_until(&r, 31999);
	rig_respond(&r, &reply, 486);
	rig_respond(&r, &reply, 200);
	rig_until(&r, 32000);		/* D */
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_respond(&r, &reply, 486);
	rig_is(&r, "0:INVITE 0:ACK 0:<486 31999:ACK ");
	buf_free(&reply.head);
	buf_free(&via);
	rig_end(&r);
	rig_begin(&r, SIP_TCP);
	rig_request(&r, "INVITE");
	reply = rig_reply_to_sent(&r);
	rig_respond(&r, &reply, 486);
	rig_is(&r, "0:INVITE 0:ACK 0:<486 ");
	ck_assert_uint_eq(rig_held(&r), 0);
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

START_TEST(every_2xx_reaches_the_core)		/* R6026-7.2-1 */
{
	struct rig_reply reply;

	for (int transport = SIP_UDP; transport <= SIP_TCP; transport++) {
		rig_begin(&r, (enum sip_transport)transport);
		rig_request(&r, "INVITE");
		reply = rig_reply_to_sent(&r);
		rig_respond(&r, &reply, 200);
		rig_until(&r, 1000);
		rig_respond(&r, &reply, 200);
		rig_respond(&r, &reply, 180);
		rig_respond(&r, &reply, 486);
		rig_until(&r, 31999);
		rig_respond(&r, &reply, 299);
		rig_until(&r, 32000);	/* M */
		rig_respond(&r, &reply, 200);
		rig_is(&r, "0:INVITE 0:<200 1000:<200 31999:<299 ");
		ck_assert_uint_eq(rig_held(&r), 0);
		buf_free(&reply.head);
		rig_end(&r);
	}
}
END_TEST

START_TEST(cancel_waits_for_a_provisional)	/* R3261-9.1-1 */
{
	struct rig_reply invite, cancel;
	uint64_t id;

	rig_begin(&r, SIP_TCP);
	id = rig_request(&r, "INVITE");
	invite = rig_reply_to_sent(&r);
	transaction_cancel(r.t, id, r.now);
	rig_until(&r, 2000);
	rig_is(&r, "0:INVITE ");
	rig_respond(&r, &invite, 180);
	ck_assert(view_starts(buf_view(&r.sent), VIEW("CANCEL sip:sally@sip.example SIP/2.0\r\n")));
	ck_assert(rig_sent_has(&r, "CSeq: 7 CANCEL\r\n"));
	ck_assert(rig_sent_has(&r, "To: <sip:sally@sip.example>\r\n"));
	cancel = rig_reply_to_sent(&r);
	rig_respond(&r, &cancel, 200);
	rig_respond(&r, &invite, 487);
	rig_is(&r, "2000:CANCEL 2000:<180 2000:ACK 2000:<487 ");
	ck_assert_uint_eq(rig_held(&r), 0);
	buf_free(&invite.head);
	buf_free(&cancel.head);
	rig_end(&r);
}
END_TEST

START_TEST(a_cancel_without_effect_ends_it)
{
	struct rig_reply reply;
	uint64_t id;

	rig_begin(&r, SIP_TCP);
	id = rig_request(&r, "INVITE");
	reply = rig_reply_to_sent(&r);
	rig_respond(&r, &reply, 180);
	rig_until(&r, 1000);
	transaction_cancel(r.t, id, r.now);
	rig_until(&r, 40000);
	rig_is(&r, "0:INVITE 0:<180 1000:CANCEL 33000:timeout ");
	/* Not for what is no INVITE, nor for what is gone. */
	id = rig_request(&r, "MESSAGE");
	transaction_cancel(r.t, id, r.now);
	transaction_cancel(r.t, id + 1000, r.now);
	rig_is(&r, "40000:MESSAGE ");
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

UNIT("transaction_client_invite", a_and_b_without_an_answer, a_provisional_response_stops_both,
     what_is_refused_gets_an_ack, every_2xx_reaches_the_core, cancel_waits_for_a_provisional,
     a_cancel_without_effect_ends_it)
