/* A request there and its answer back; what is answered here, and what is not sent. */
#include "sip/endpoint_rig.h"

START_TEST(there_and_back)
{
	static const char *const transport[] = { ";transport=udp", ";transport=tcp" };
	struct side a, b;

	for (int i = 0; i < 2; i++) {
		begin(&a, true, true);
		begin(&b, true, true);
		b.answer = 202;
		ck_assert_uint_ne(request(&a, hop_to(&b, transport[i]), "MESSAGE", "sip:x@y", 5), 0);
		ck_assert_ptr_null(a.story.mem);	/* nothing from inside */
		until(&a, "<202 ");
		until(&b, "MESSAGE ");
		ck_assert_int_eq(b.transport, i == 0 ? SIP_UDP : SIP_TCP);
		ck_assert(b.trusted);
		ck_assert_uint_eq(b.bytes, 5);
		ck_assert_uint_eq(endpoint_pending(a.e), 0);
		ck_assert_uint_eq(dns.n, 0);
		/* Late. */
		b.answer = 0;
		request(&a, hop_to(&b, transport[i]), "NOTIFY", "sip:x@y", 0);
		b.dialog = true;
		until(&a, "<481 ");		/* no To tag: no dialog can be known */
		request(&a, hop_to(&b, transport[i]), "MESSAGE", "sip:x@y", 0);
		until(&b, "MESSAGE ");
		ck_assert_uint_eq(endpoint_pending(b.e), 1);
		ck_assert(endpoint_respond(b.e, b.last, &(struct sip_answer){ .status = 404 }));
		ck_assert(!endpoint_respond(b.e, b.last, &(struct sip_answer){ .status = 404 }));
		ck_assert_uint_eq(endpoint_pending(b.e), 0);
		until(&a, "<404 ");
		end(&a);
		end(&b);
		done();
	}
}
END_TEST

START_TEST(what_is_answered_here)
{
	struct side a, b;

	begin(&a, true, true);
	begin(&b, true, true);
	request(&a, hop_to(&b, ""), "OPTIONS", "sip:y", 0);
	until(&a, "<200 MESSAGE, NOTIFY, OPTIONS, INVITE, CANCEL, ACK");
	request(&a, hop_to(&b, ""), "MESSAGE", "tel:1", 0);
	until(&a, "<416 ");
	endpoint_drain(b.e);
	request(&a, hop_to(&b, ""), "MESSAGE", "sip:x@y", 0);
	until(&a, "<503 ");
	ck_assert_uint_eq(buf_len(&b.story), 0);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(an_invite_and_its_end)
{
	struct side a, b;

	begin(&a, true, true);
	begin(&b, true, true);
	b.answer = 200;
	request(&a, hop_to(&b, ""), "INVITE", "sip:x@y", 0);
	until(&a, "<200 ");
	ck_assert(endpoint_respond(b.e, b.last, &(struct sip_answer){ .status = 200 }));
	until(&a, "<200 ");		/* every one of them */
	ck_assert(endpoint_ack(a.e, view_of(hop_to(&b, "")),
	          VIEW("ACK sip:x@y SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\n"
	               "To: <sip:x@y>;tag=2\r\nCall-ID: c\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n")));
	until(&b, "INVITE ack ");
	/* The first one is forgotten after 64*T1. */
	for (int i = 0; i < 500 && endpoint_pending(a.e) != 0; i++)
		loop_once(loop, 10);
	ck_assert_uint_eq(endpoint_pending(a.e), 0);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(long_ones_go_over_a_stream)		/* R3261-18.1.1-1 */
{
	struct side a, b, udp;

	begin(&a, true, true);
	begin(&b, true, true);
	begin(&udp, true, false);
	b.answer = udp.answer = 200;
	request(&a, hop_to(&b, ""), "MESSAGE", "sip:x@y", 1000);
	until(&a, "<200 ");
	ck_assert_int_eq(b.transport, SIP_UDP);
	request(&a, hop_to(&b, ""), "MESSAGE", "sip:x@y", 1300);
	until(&a, "<200 ");
	ck_assert_int_eq(b.transport, SIP_TCP);
	/* TCP is refused: over UDP after all. */
	request(&a, hop_to(&udp, ""), "MESSAGE", "sip:x@y", 1300);
	until(&a, "<200 ");
	ck_assert_uint_eq(udp.bytes, 1300);
	end(&a);
	end(&b);
	end(&udp);
	done();
}
END_TEST

START_TEST(what_cannot_be_asked_for)
{
	static const char *const bad[] = { "", "corp.example", "tel:1", "im:a@b",
	                                   "sip:a@b;transport=sctp" };
	struct side a;
	uint64_t id;

	begin(&a, true, false);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_uint_eq(request(&a, bad[i], "MESSAGE", "sip:x@y", 0), 0);
	dns.where.cause = CAUSE_DNS_NO_NAME;
	snprintf(dns.where.words, sizeof dns.where.words, "it does not exist");
	id = request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:dns-no-name:it does not exist ");
	ck_assert_uint_eq(a.last, id);
	/* R3263-4.1-2: no TLS here, and nothing else will do. */
	request(&a, "sips:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:dns-no-service:no transport for corp.example that can be used ");
	request(&a, "sip:127.0.0.1:5060;transport=tcp", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:dns-no-service:no transport for 127.0.0.1 that can be used ");
	/* Freed while it is looked up. */
	dns.silent = true;
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	ck_assert_uint_eq(endpoint_pending(a.e), 1);
	end(&a);
	done();
}
END_TEST

START_TEST(so_many_requests_at_once_and_no_more)
{
	struct side a;
	uint64_t id;

	begin(&a, true, true);
	dns.silent = true;	/* each waits for it */
	for (size_t i = 0; i < ENDPOINT_REQUESTS_MAX; i++)
		ck_assert_uint_ne(request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0), 0);
	ck_assert_uint_eq(endpoint_pending(a.e), ENDPOINT_REQUESTS_MAX);
	ck_assert_uint_eq(request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0), 0);
	/* The last one is told that there is no such name, and makes room for one. */
	id = dns.id;
	dns.where.cause = CAUSE_DNS_NO_NAME;
	dns_answer(NULL);
	until(&a, "failed:dns-no-name: ");
	ck_assert_uint_eq(endpoint_pending(a.e), ENDPOINT_REQUESTS_MAX - 1);
	ck_assert_uint_ne(request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0), 0);
	ck_assert_uint_ne(dns.id, id);
	ck_assert_uint_eq(request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0), 0);
	end(&a);
	done();
}
END_TEST

UNIT("endpoint", there_and_back, what_is_answered_here, an_invite_and_its_end,
     long_ones_go_over_a_stream, what_cannot_be_asked_for, so_many_requests_at_once_and_no_more)
