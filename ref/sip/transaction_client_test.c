/* Requests of our own: figure 6 of RFC 3261, and what goes wrong, on a clock that is given. */
#include "sip/transaction_rig.h"

static struct rig r;

/* --- figure 6: not INVITE ----------------------------------------------------- */

#define ELEVEN "0:MESSAGE 500:MESSAGE 1500:MESSAGE 3500:MESSAGE 7500:MESSAGE 11500:MESSAGE " \
	"15500:MESSAGE 19500:MESSAGE 23500:MESSAGE 27500:MESSAGE 31500:MESSAGE "

START_TEST(e_and_f_without_an_answer)		/* R3261-17.1.2.2-1 */
{
	rig_begin(&r, SIP_UDP);
	ck_assert_uint_ne(rig_request(&r, "MESSAGE"), 0);
	rig_until(&r, 100000);
	rig_is(&r, ELEVEN "32000:timeout ");
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_end(&r);
	for (int stream = SIP_TCP; stream <= SIP_TLS; stream++) {
		rig_begin(&r, (enum sip_transport)stream);
		rig_request(&r, "MESSAGE");
		rig_until(&r, 100000);
		rig_is(&r, "0:MESSAGE 32000:timeout ");
		rig_end(&r);
	}
}
END_TEST

START_TEST(the_timers_are_scaled)
{
	rig_begin_with(&r, SIP_UDP, (struct transaction_settings){ .t1 = 50, .t2 = 400 });
	rig_request(&r, "NOTIFY");
	rig_until(&r, 1200);
	rig_is(&r, "0:NOTIFY 50:NOTIFY 150:NOTIFY 350:NOTIFY 750:NOTIFY 1150:NOTIFY ");
	rig_until(&r, 3150);
	buf_clear(&r.story);
	rig_until(&r, 3200);
	rig_is(&r, "3200:timeout ");
	rig_end(&r);
}
END_TEST

START_TEST(e_is_t2_in_proceeding)
{
	struct rig_reply reply;

	rig_begin(&r, SIP_UDP);
	rig_request(&r, "SUBSCRIBE");
	reply = rig_reply_to_sent(&r);
	rig_until(&r, 700);
	rig_respond(&r, &reply, 100);
	rig_until(&r, 9000);
	rig_respond(&r, &reply, 100);
	rig_until(&r, 50000);
	rig_is(&r, "0:SUBSCRIBE 500:SUBSCRIBE 700:<100 4700:SUBSCRIBE 8700:SUBSCRIBE 9000:<100 "
	           "12700:SUBSCRIBE 16700:SUBSCRIBE 20700:SUBSCRIBE 24700:SUBSCRIBE "
	           "28700:SUBSCRIBE 32000:timeout ");
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

/* From both states, every class; K absorbs what is repeated. */
START_TEST(a_final_response_is_told_once)
{
	static const unsigned status[] = { 200, 202, 302, 404, 503, 603, 299, 699 };
	struct transactions_counts c;
	struct rig_reply reply;
	char expected[100];

	for (int provisional = 0; provisional <= 1; provisional++)
		for (size_t i = 0; i < sizeof status / sizeof status[0]; i++) {
			rig_begin(&r, SIP_UDP);
			rig_request(&r, "MESSAGE");
			reply = rig_reply_to_sent(&r);
			if (provisional)
				rig_respond(&r, &reply, 100);
			buf_clear(&r.story);
			rig_until(&r, 100);
			rig_respond(&r, &reply, status[i]);
			rig_until(&r, 5099);
			rig_respond(&r, &reply, status[i]);
			rig_respond(&r, &reply, 500);
			rig_respond(&r, &reply, 100);
			snprintf(expected, sizeof expected, "100:<%u ", status[i]);
			rig_is(&r, expected);
			ck_assert_uint_eq(rig_held(&r), 1);
			rig_until(&r, 5100);	/* K = T4 */
			ck_assert_uint_eq(rig_held(&r), 0);
			rig_respond(&r, &reply, status[i]);
			transactions_count(r.t, &c);
			ck_assert_uint_eq(c.repeats, 3);
			ck_assert_uint_eq(c.strays, 1);
			rig_is(&r, "");
			buf_free(&reply.head);
			rig_end(&r);
		}
}
END_TEST

START_TEST(k_is_nothing_on_a_stream)
{
	struct rig_reply reply;

	rig_begin(&r, SIP_TLS);
	rig_request(&r, "MESSAGE");
	reply = rig_reply_to_sent(&r);
	rig_respond(&r, &reply, 200);
	ck_assert_uint_eq(rig_held(&r), 0);
	ck_assert_uint_eq(transactions_due(r.t), UINT64_MAX);
	rig_is(&r, "0:MESSAGE 0:<200 ");
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

/* --- what goes wrong ----------------------------------------------------------- */

START_TEST(a_transport_that_fails_is_told_later)
{
	static const char *const method[] = { "MESSAGE", "INVITE" };

	for (int i = 0; i < 2; i++) {
		rig_begin(&r, SIP_TCP);
		r.cannot_send = true;
		ck_assert_uint_ne(rig_request(&r, method[i]), 0);
		rig_is(&r, "");
		ck_assert_uint_eq(transactions_due(r.t), 0);
		rig_until(&r, 0);
		rig_is(&r, "0:transport ");
		ck_assert_uint_eq(rig_held(&r), 0);
		rig_end(&r);
	}
}
END_TEST

START_TEST(a_connection_that_closes_fails_what_waits_on_it)
{
	struct rig_reply answered;

	rig_begin(&r, SIP_TCP);
	rig_request(&r, "INVITE");
	answered = rig_reply_to_sent(&r);
	rig_respond(&r, &answered, 180);
	rig_request(&r, "MESSAGE");
	r.flow.connection = 78;
	rig_request(&r, "NOTIFY");
	buf_clear(&r.story);
	transactions_closed(r.t, 76, r.now);
	rig_is(&r, "");
	transactions_closed(r.t, 77, r.now);
	rig_is(&r, "0:transport ");	/* the ringing INVITE goes on */
	transactions_closed(r.t, 78, r.now);
	rig_is(&r, "0:transport ");
	ck_assert_uint_eq(rig_held(&r), 1);
	buf_free(&answered.head);
	rig_end(&r);
}
END_TEST

START_TEST(icmp_fails_what_went_there)
{
	struct address peer, other;

	rig_begin(&r, SIP_UDP);
	peer = r.flow.peer;
	ck_assert(address_parse(VIEW("192.0.2.9:5071"), &other));
	rig_request(&r, "MESSAGE");
	transactions_unreachable(r.t, &other, r.now);
	rig_is(&r, "0:MESSAGE ");
	transactions_unreachable(r.t, &peer, r.now);
	rig_is(&r, "0:transport ");
	rig_end(&r);
}
END_TEST

START_TEST(a_response_that_is_not_for_us)
{
	struct transactions_counts c;
	struct rig_reply reply, copy = { { 0 } };
	struct view v, at;

	rig_begin(&r, SIP_UDP);
	rig_request(&r, "MESSAGE");
	reply = rig_reply_to_sent(&r);
	/* R3261-8.1.3.3-1: one Via more, before or behind. */
	buf_puts(&copy.head, buf_cstr(&reply.head));
	buf_puts(&copy.head, "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKx\r\n");
	rig_respond(&r, &copy, 404);
	/* Another branch; another method. */
	buf_clear(&copy.head);
	v = buf_view(&reply.head);
	at = view_from(v, view_find(v, VIEW(";branch=")) + 20);
	buf_put(&copy.head, v.p, v.n - at.n);
	buf_putc(&copy.head, at.p[0] == 'f' ? 'e' : 'f');
	buf_putv(&copy.head, view_from(at, 1));
	rig_respond(&r, &copy, 404);
	buf_clear(&copy.head);
	v = buf_view(&reply.head);
	at = view_from(v, view_find(v, VIEW("MESSAGE")));
	buf_put(&copy.head, v.p, v.n - at.n);
	buf_puts(&copy.head, "NOTIFY\r\n");
	rig_respond(&r, &copy, 404);
	rig_is(&r, "0:MESSAGE ");
	transactions_count(r.t, &c);
	ck_assert_uint_eq(c.strays, 3);
	rig_respond(&r, &reply, 200);
	rig_is(&r, "0:<200 ");
	buf_free(&reply.head);
	buf_free(&copy.head);
	rig_end(&r);
}
END_TEST

START_TEST(what_is_forgotten_is_not_told)
{
	struct rig_reply reply;
	uint64_t id;

	rig_begin(&r, SIP_UDP);
	id = rig_request(&r, "MESSAGE");
	reply = rig_reply_to_sent(&r);
	transaction_forget(r.t, id);
	rig_until(&r, 600);
	rig_respond(&r, &reply, 200);
	rig_is(&r, "0:MESSAGE 500:MESSAGE ");
	transaction_forget(r.t, id);
	buf_free(&reply.head);
	rig_end(&r);
}
END_TEST

START_TEST(via_is_ours_and_never_the_same)	/* R3261-8.1.1.7-1 */
{
	enum { N = 1000 };
	static char branch[N][BRANCH_SIZE];
	struct view v;

	rig_begin_with(&r, SIP_UDP, (struct transaction_settings){ .rport = true });
	for (int i = 0; i < N; i++) {
		rig_request(&r, "MESSAGE");
		v = buf_view(&r.sent);
		ck_assert(view_starts(view_from(v, view_find(v, VIEW("\r\n")) + 2),
		                      VIEW("Via: SIP/2.0/UDP gw.example:5060;")));
		ck_assert(rig_sent_has(&r, ";rport"));
		v = view_from(v, view_find(v, VIEW("z9hG4bK")));
		memcpy(branch[i], v.p, BRANCH_SIZE - 1);
	}
	for (int i = 0; i < N; i++)
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(branch[i], branch[j]);
	rig_end(&r);
	rig_begin_with(&r, SIP_TCP, (struct transaction_settings){ .rport = true });
	rig_request(&r, "MESSAGE");
	ck_assert(!rig_sent_has(&r, "rport"));
	rig_end(&r);
}
END_TEST

START_TEST(what_is_no_request_is_not_sent)
{
	static const char *const bad[] = {
		"", "MESSAGE", "MESSAGE sip:a@b SIP/2.0\r\n\r\n",
		"SIP/2.0 200 OK\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\n"
		"CSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n",
		"ACK sip:a@b SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
		"Call-ID: 1\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
		"MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
		"From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
		"Call-ID: 1\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n",
	};

	rig_begin(&r, SIP_UDP);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_uint_eq(transaction_request(r.t, view_of(bad[i]), &r.flow, 0), 0);
	ck_assert(transaction_ack(r.t, view_of(bad[4]), &r.flow));
	ck_assert(!transaction_ack(r.t, view_of(bad[5]), &r.flow));
	rig_is(&r, "0:ACK ");
	rig_end(&r);
}
END_TEST

START_TEST(no_more_than_the_limit)
{
	struct transactions_counts c;

	rig_begin_with(&r, SIP_UDP, (struct transaction_settings){ .max = 3 });
	for (int i = 0; i < 3; i++)
		ck_assert_uint_ne(rig_request(&r, "MESSAGE"), 0);
	ck_assert_uint_eq(rig_request(&r, "MESSAGE"), 0);
	transactions_count(r.t, &c);
	ck_assert_uint_eq(c.held, 3);
	ck_assert_uint_eq(c.no_room, 1);
	rig_until(&r, 32000);
	ck_assert_uint_ne(rig_request(&r, "MESSAGE"), 0);
	rig_end(&r);
}
END_TEST

UNIT("transaction_client", e_and_f_without_an_answer, the_timers_are_scaled,
     e_is_t2_in_proceeding, a_final_response_is_told_once, k_is_nothing_on_a_stream,
     a_transport_that_fails_is_told_later, a_connection_that_closes_fails_what_waits_on_it,
     icmp_fails_what_went_there, a_response_that_is_not_for_us, what_is_forgotten_is_not_told,
     via_is_ours_and_never_the_same, what_is_no_request_is_not_sent, no_more_than_the_limit)
