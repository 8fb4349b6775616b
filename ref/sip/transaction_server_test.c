/* Requests that come: figure 8 of RFC 3261, RFC 4320, answers, on a clock that is given. */
#include "sip/transaction_rig.h"

#include "sip/rfc4320.h"

static struct rig r;

/* --- figure 8: not INVITE ----------------------------------------------------- */

START_TEST(a_repeat_gets_the_same_bytes)	/* R3261-17.2.2-1 */
{
	struct buf first = { 0 };

	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "NOTIFY");
	rig_until(&r, 300);
	CALL(&r, .method = "NOTIFY");		/* Trying: nothing is said */
	rig_is(&r, "0:NOTIFY! ");
	ck_assert(transaction_respond(r.t, r.last_id, &(struct sip_answer){
		.status = 202, .reason = "Fine", .fields = VIEW("Expires: 60\r\n"),
		.body = VIEW("body") }, r.now));
	buf_putv(&first, buf_view(&r.sent));
	ck_assert(rig_sent_has(&r, "SIP/2.0 202 Fine\r\n"));
	ck_assert(rig_sent_has(&r, "Expires: 60\r\nContent-Length: 4\r\n\r\nbody"));
	for (uint64_t at = 1000; at <= 32000; at += 15500) {
		rig_until(&r, at);
		buf_clear(&r.sent);
		CALL(&r, .method = "NOTIFY");
		ck_assert(view_eq(buf_view(&r.sent), buf_view(&first)));
	}
	rig_is(&r, "300:202 1000:202 16500:202 32000:202 ");
	rig_until(&r, 32299);
	ck_assert_uint_eq(rig_held(&r), 1);
	rig_until(&r, 32300);		/* J */
	ck_assert_uint_eq(rig_held(&r), 0);
	CALL(&r, .method = "NOTIFY");
	rig_is(&r, "32300:NOTIFY! ");
	buf_free(&first);
	rig_end(&r);
}
END_TEST

START_TEST(j_is_nothing_on_a_stream)
{
	rig_begin(&r, SIP_TCP);
	r.answer_at_once = 200;
	CALL(&r, .method = "MESSAGE");
	ck_assert_uint_eq(rig_held(&r), 0);
	r.answer_at_once = 0;
	CALL(&r, .method = "MESSAGE", .branch = "z9hG4bKa2");
	rig_until(&r, 2000);
	ck_assert(rig_answer(&r, r.last_id, 200));
	ck_assert_uint_eq(rig_held(&r), 0);
	rig_is(&r, "0:MESSAGE! 0:200 0:MESSAGE! 2000:200 ");
	rig_end(&r);
}
END_TEST

START_TEST(a_100_after_three_and_a_half_seconds)	/* R4320-4.1-1 */
{
	for (int transport = SIP_UDP; transport <= SIP_TCP; transport++) {
		rig_begin(&r, (enum sip_transport)transport);
		CALL(&r, .method = "SUBSCRIBE", .extra = "Timestamp: 54.5\r\n");
		rig_until(&r, 3499);
		rig_is(&r, "0:SUBSCRIBE! ");
		rig_until(&r, 3500);
		rig_is(&r, "3500:100 ");
		ck_assert(rig_sent_has(&r, "To: <sip:xeno@x.example>\r\n"));
		ck_assert(rig_sent_has(&r, "Timestamp: 54.5\r\n"));
		if (transport == SIP_UDP) {
			CALL(&r, .method = "SUBSCRIBE");
			rig_is(&r, "3500:100 ");
		}
		rig_until(&r, 20000);
		ck_assert(rig_answer(&r, r.last_id, 200));
		ck_assert(!rig_sent_has(&r, "Timestamp"));
		rig_is(&r, "20000:200 ");
		rig_end(&r);
	}
}
END_TEST

START_TEST(who_comes_too_late_says_nothing)	/* RFC 4320 4.2 */
{
	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "MESSAGE");
	rig_until(&r, 31999);
	ck_assert_uint_eq(rig_held(&r), 1);
	rig_until(&r, 32000);
	ck_assert_uint_eq(rig_held(&r), 0);
	ck_assert(!rig_answer(&r, r.last_id, 200));
	rig_is(&r, "0:MESSAGE! 3500:100 ");
	rig_end(&r);
}
END_TEST

START_TEST(never_408_and_no_hasty_1xx)		/* R4320-4.2-1, R3261-8.2.6.1-1 */
{
	for (unsigned status = 100; status < 700; status++)
		ck_assert_uint_eq(rfc4320_status(status),
		                  status < 200 ? 0 : status == 408 ? 504 : status);
	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "MESSAGE");
	ck_assert(rig_answer(&r, r.last_id, 100));
	ck_assert(rig_answer(&r, r.last_id, 183));
	rig_is(&r, "0:MESSAGE! ");
	ck_assert(transaction_respond(r.t, r.last_id, &(struct sip_answer){
		.status = 408, .reason = "Request Timeout" }, r.now));
	rig_is(&r, "0:504 ");
	ck_assert(rig_sent_has(&r, "SIP/2.0 504 Server Time-out\r\n"));
	CALL(&r, .method = "INVITE", .branch = "z9hG4bKi");
	ck_assert(rig_answer(&r, r.last_id, 408));
	rig_is(&r, "0:INVITE! 0:408 ");
	rig_end(&r);
}
END_TEST

START_TEST(ids_that_come_late_find_nothing)
{
	char tag[TRANSACTION_TAG_SIZE];
	uint64_t first;

	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "MESSAGE");
	first = r.last_id;
	ck_assert(rig_answer(&r, first, 200));
	ck_assert(!rig_answer(&r, first, 500));
	ck_assert(transaction_tag(r.t, first, tag));
	rig_until(&r, 32000);
	ck_assert(!transaction_tag(r.t, first, tag));
	CALL(&r, .method = "MESSAGE");
	ck_assert_uint_ne(r.last_id, first);
	ck_assert(!rig_answer(&r, first, 200));
	ck_assert(!rig_answer(&r, 0, 200));
	/* A client's id is none of a server. */
	ck_assert(!rig_answer(&r, rig_request(&r, "MESSAGE"), 200));
	rig_is(&r, "0:MESSAGE! 0:200 32000:MESSAGE! 32000:MESSAGE ");
	rig_end(&r);
}
END_TEST

/* --- matching ------------------------------------------------------------------ */

START_TEST(which_requests_are_the_same)
{
	static const struct {
		struct rig_call first, second;
		bool same;
	} row[] = {
		{ { .method = "MESSAGE" }, { .method = "MESSAGE" }, true },
		/* 17.2.3: with the cookie nothing but the top Via counts. */
		{ { .method = "MESSAGE" }, { .method = "MESSAGE", .call = "other" }, true },
		{ { .method = "MESSAGE" }, { .method = "MESSAGE", .branch = "z9hG4bKa2" }, false },
		{ { .method = "MESSAGE" }, { .method = "NOTIFY" }, false },
		/* Without it, RFC 2543's rules: all of them count. */
		{ { .method = "MESSAGE", .branch = "1" }, { .method = "MESSAGE", .branch = "1" }, true },
		{ { .method = "MESSAGE", .branch = "1" }, { .method = "MESSAGE", .branch = "2" }, false },
		{ { .method = "MESSAGE", .branch = "1" }, { .method = "MESSAGE", .branch = "1", .call = "o" }, false },
		{ { .method = "MESSAGE", .branch = "1" }, { .method = "MESSAGE", .branch = "1", .tag = "o" }, false },
		{ { .method = "MESSAGE", .branch = "1" }, { .method = "MESSAGE", .branch = "1", .cseq = 2 }, false },
		/* badbranch of RFC 4475: the cookie alone is no branch. */
		{ { .method = "MESSAGE", .branch = "z9hG4bK" },
		  { .method = "MESSAGE", .branch = "z9hG4bK", .call = "o" }, false },
		{ { .method = "MESSAGE", .branch = "z9hG4bK" }, { .method = "MESSAGE", .branch = "z9hG4bK" }, true },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		rig_begin(&r, SIP_UDP);
		rig_call(&r, row[i].first);
		rig_call(&r, row[i].second);
		ck_assert_msg(r.told == (row[i].same ? 1 : 2), "row %zu", i);
		rig_end(&r);
	}
}
END_TEST

START_TEST(merged_requests)			/* R3261-8.2.2.2-1 */
{
	static const struct {
		struct rig_call second;
		bool merged;
	} row[] = {
		{ { .method = "MESSAGE", .branch = "z9hG4bKb" }, true },
		{ { .method = "MESSAGE", .branch = "z9hG4bKb", .cseq = 2 }, false },
		{ { .method = "MESSAGE", .branch = "z9hG4bKb", .tag = "t2" }, false },
		{ { .method = "MESSAGE", .branch = "z9hG4bKb", .call = "call2" }, false },
		{ { .method = "NOTIFY", .branch = "z9hG4bKb" }, false },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		rig_begin(&r, SIP_UDP);
		CALL(&r, .method = "MESSAGE");
		ck_assert(!r.merged);
		rig_call(&r, row[i].second);
		ck_assert_msg(r.merged == row[i].merged, "row %zu", i);
		rig_end(&r);
	}
	/* Many of them, so that the table grows; the third is merged too. */
	rig_begin(&r, SIP_UDP);
	for (int i = 0; i < 300; i++) {
		char branch[32];

		snprintf(branch, sizeof branch, "z9hG4bK%d", i);
		CALL(&r, .method = "MESSAGE", .branch = branch, .cseq = (unsigned)(i / 3 + 1));
		ck_assert_int_eq(r.merged, i % 3 != 0);
	}
	rig_end(&r);
}
END_TEST

/* --- the answer ----------------------------------------------------------------- */

START_TEST(what_an_answer_copies)		/* R3261-8.2.6.2-1, R3581-4-1 */
{
	char tag[TRANSACTION_TAG_SIZE], to[100];

	rig_begin(&r, SIP_UDP);
	CALL(&r, .method = "SUBSCRIBE", .via_extra = ";rport\r\nVia: SIP/2.0/TCP b;branch=1,SIP/2.0/UDP c",
	     .extra = "Record-Route: <sip:p1;lr>;x=1\r\nRecord-Route: <sip:p2;lr>\r\n");
	ck_assert(transaction_tag(r.t, r.last_id, tag));
	ck_assert_uint_eq(strlen(tag), 16);
	rig_until(&r, 1000);		/* late, from what was kept */
	ck_assert(transaction_respond(r.t, r.last_id, &(struct sip_answer){
		.status = 200, .record_route = true }, r.now));
	snprintf(to, sizeof to, "To: <sip:xeno@x.example>;tag=%s\r\n", tag);
	ck_assert(rig_sent_has(&r, to));
	ck_assert(rig_sent_has(&r, "From: <sip:sally@sip.example>;tag=t1\r\n"));
	ck_assert(rig_sent_has(&r, "fe.example:5060;branch=z9hG4bKa1;"));
	ck_assert(rig_sent_has(&r, "received=192.0.2.9"));
	ck_assert(rig_sent_has(&r, "rport=5070"));
	ck_assert(rig_sent_has(&r, "SIP/2.0/TCP b;branch=1"));
	ck_assert(rig_sent_has(&r, "SIP/2.0/UDP c"));
	ck_assert(rig_sent_has(&r, "Record-Route: <sip:p1;lr>;x=1\r\nRecord-Route: <sip:p2;lr>\r\n"));
	ck_assert_uint_eq(address_port(&r.sent_to.peer), 5070);
	CALL(&r, .method = "SUBSCRIBE", .branch = "z9hG4bKb", .extra = "Record-Route: <sip:p1;lr>\r\n");
	ck_assert(transaction_respond(r.t, r.last_id, &(struct sip_answer){
		.status = 403, .to_tag = VIEW("mine") }, r.now));
	ck_assert(rig_sent_has(&r, "To: <sip:xeno@x.example>;tag=mine\r\n"));
	ck_assert(!rig_sent_has(&r, "Record-Route"));
	ck_assert(rig_sent_has(&r, "received=192.0.2.9"));	/* R3261-18.2.1-1 */
	ck_assert(!rig_sent_has(&r, "rport"));
	ck_assert_uint_eq(address_port(&r.sent_to.peer), 5060);
	rig_end(&r);
}
END_TEST

START_TEST(on_a_stream_it_goes_back_the_same_way)	/* R3261-18.2.2-1 */
{
	rig_begin(&r, SIP_TLS);
	r.answer_at_once = 200;
	CALL(&r, .method = "MESSAGE");
	ck_assert_uint_eq(r.sent_to.connection, 77);
	ck_assert_uint_eq(address_port(&r.sent_to.peer), 5060);
	rig_end(&r);
}
END_TEST

/* --- what cannot be read, and what there is no room for --------------------------- */

START_TEST(what_cannot_be_read)
{
	static const struct {
		const char *text, *story;
	} row[] = {
		{ "", "0:refused " },
		{ "hello\r\n\r\n", "0:refused " },
		{ "MESSAGE sip:a@b SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\n"
		  "CSeq: 1 MESSAGE\r\n\r\n", "0:refused " },	/* no Via: nobody to say it to */
		{ "MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
		  "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 NOTIFY\r\n\r\n",
		  "0:400 0:refused " },
		{ "MESSAGE sip:a@b SIP/7.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
		  "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 MESSAGE\r\n\r\n",
		  "0:505 0:refused " },
		{ "ACK sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
		  "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 NOTIFY\r\n\r\n",
		  "0:refused " },
		{ "SIP/2.0 4294967301 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
		  "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 MESSAGE\r\n\r\n",
		  "0:refused " },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		rig_begin(&r, SIP_UDP);
		rig_feed(&r, view_of(row[i].text));
		rig_is(&r, row[i].story);
		ck_assert_uint_eq(rig_held(&r), 0);
		rig_end(&r);
	}
}
END_TEST

START_TEST(one_more_than_the_limit)
{
	struct transactions_counts c;
	char branch[32];

	for (int n = 3; n <= 5; n++) {
		rig_begin_with(&r, SIP_UDP, (struct transaction_settings){ .max = 4 });
		for (int i = 0; i < n; i++) {
			snprintf(branch, sizeof branch, "z9hG4bK%d", i);
			CALL(&r, .method = "MESSAGE", .branch = branch);
		}
		rig_is(&r, n == 3 ? "0:MESSAGE! 0:MESSAGE! 0:MESSAGE! " :
		           n == 4 ? "0:MESSAGE! 0:MESSAGE! 0:MESSAGE! 0:MESSAGE! " :
		                    "0:MESSAGE! 0:MESSAGE! 0:MESSAGE! 0:MESSAGE! 0:503 ");
		if (n == 5)
			ck_assert(rig_sent_has(&r, "Retry-After: "));
		transactions_count(r.t, &c);
		ck_assert_uint_eq(c.held, n == 5 ? 4 : (size_t)n);
		rig_end(&r);
	}
	/* An ACK that there is no room for is not answered either. */
	rig_begin_with(&r, SIP_UDP, (struct transaction_settings){ .max_bytes = 1 });
	CALL(&r, .method = "MESSAGE");
	CALL(&r, .method = "MESSAGE", .branch = "z9hG4bKb");
	CALL(&r, .method = "ACK", .branch = "z9hG4bKc");
	rig_is(&r, "0:MESSAGE! 0:503 0:ack! ");
	rig_end(&r);
}
END_TEST

UNIT("transaction_server", a_repeat_gets_the_same_bytes, j_is_nothing_on_a_stream,
     a_100_after_three_and_a_half_seconds, who_comes_too_late_says_nothing,
     never_408_and_no_hasty_1xx, ids_that_come_late_find_nothing, which_requests_are_the_same,
     merged_requests, what_an_answer_copies, on_a_stream_it_goes_back_the_same_way,
     what_cannot_be_read, one_more_than_the_limit)
