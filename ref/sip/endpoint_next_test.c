/* Which server is asked, and which is asked next (RFC 3263 4.3). */
#include "sip/endpoint_rig.h"

#include <sys/socket.h>
#include <unistd.h>

START_TEST(the_next_one_is_asked)		/* R3263-4.3-1 */
{
	struct side a, b, gone, busy;
	struct view first, rest;
	char both[2 * BRANCH_SIZE + 8];

	begin(&a, true, true);
	begin(&b, true, true);
	begin(&gone, true, true);
	begin(&busy, true, true);
	b.answer = 200;
	busy.answer = 503;
	attempt(SIP_TCP, &gone);
	attempt(SIP_UDP, &busy);
	attempt(SIP_TCP, &b);
	endpoint_free(&gone.e);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 ");
	until(&busy, "MESSAGE ");
	until(&b, "MESSAGE ");
	ck_assert_uint_eq(dns.n, 1);
	/* Another branch for each. */
	snprintf(both, sizeof both, "%s", buf_cstr(&busy.branches));
	view_cut(view_of(both), ' ', &first, &rest);
	ck_assert(!view_starts(buf_view(&b.branches), first));
	/* None left: the last word counts. */
	dns.where.n = 2;
	request(&a, "sip:two.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<503 ");
	dns.where.n = 1;
	request(&a, "sip:one.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:sip-transport:the SIP server cannot be reached ");
	/* Any other answer is one. */
	busy.answer = 404;
	dns.where.n = 3;
	request(&a, "sip:three.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<404 ");
	end(&a);
	end(&b);
	end(&gone);
	end(&busy);
	done();
}
END_TEST

/* R5626-4.4.1-1, R5923-8.2-1: a connection that dies is replaced, once. */
START_TEST(a_connection_that_was_there_is_replaced)
{
	struct side a, b;

	begin(&a, true, true);
	begin(&b, true, true);
	b.answer = 200;
	attempt(SIP_TCP, &b);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 ");
	for (int back = 1; back >= 0; back--) {
		/* Looked up, and sent on the old one before its end is seen. */
		dns.silent = true;
		request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
		dns_answer(NULL);
		endpoint_local(b.e, 0, &again);
		endpoint_free(&b.e);
		buf_clear(&b.story);
		if (back) {
			end(&b);
			begin(&b, true, true);
			b.answer = 200;
			until(&a, "<200 ");
			until(&b, "MESSAGE ");
		} else {
			until(&a, "failed:sip-transport:the SIP server cannot be reached ");
		}
		memset(&again, 0, sizeof again);
	}
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(dns_is_asked_once_in_a_moment)
{
	struct side a, b;

	begin(&a, true, true);
	begin(&b, true, true);
	b.answer = 200;
	attempt(SIP_TCP, &b);
	for (int i = 0; i < 3; i++) {
		request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
		until(&a, "<200 ");
	}
	ck_assert_uint_eq(dns.n, 1);
	request(&a, "sip:corp.example:5070", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 ");
	ck_assert_uint_eq(dns.n, 2);
	end(&a);
	end(&b);
	done();
}
END_TEST

START_TEST(one_that_never_answers)
{
	struct side a, b, silent;

	begin(&a, true, true);
	begin(&b, true, true);
	begin(&silent, true, true);
	b.answer = 200;
	attempt(SIP_UDP, &silent);
	attempt(SIP_UDP, &b);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 ");
	/* on a slow machine once more, when its transaction is over */
	ck_assert(view_starts(buf_view(&silent.story), VIEW("MESSAGE ")));
	dns.where.n = 1;
	request(&a, "sip:other.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:sip-timeout:the SIP server did not answer in time ");
	end(&a);
	end(&b);
	end(&silent);
	done();
}
END_TEST

START_TEST(one_that_wants_to_be_left_alone)	/* R3261-21.5.4-1 */
{
	struct side a, b, busy;

	begin(&a, true, true);
	begin(&b, true, true);
	begin(&busy, true, true);
	b.answer = 200;
	busy.answer = 503;
	busy.fields = "Retry-After: 5\r\n";
	attempt(SIP_TCP, &busy);
	attempt(SIP_TCP, &b);
	for (int i = 0; i < 2; i++) {
		request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
		until(&a, "<200 ");
	}
	until(&busy, "MESSAGE ");
	until(&b, "MESSAGE MESSAGE ");
	dns.where.n = 1;
	request(&a, "sip:one.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:sip-transport:every server asked to be left alone ");
	end(&a);
	end(&b);
	end(&busy);
	done();
}
END_TEST

/* The only seat of its backlog is taken: it answers no call. */
static void falls_silent(struct address *at, int fd[2])
{
	int on = 1;

	fd[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	fd[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(setsockopt(fd[0], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
	ck_assert_int_eq(bind(fd[0], (const struct sockaddr *)&at->ss, at->len), 0);
	ck_assert_int_eq(listen(fd[0], 0), 0);
	ck_assert_int_eq(connect(fd[1], (const struct sockaddr *)&at->ss, at->len), 0);
}

START_TEST(an_address_that_does_not_answer_costs_a_moment)	/* RFC 8305 5 */
{
	struct side a, b;
	struct address silent, at;
	int fd[2];

	begin(&a, true, true);
	begin(&b, false, true);
	b.answer = 200;
	endpoint_local(b.e, 0, &at);
	ck_assert(address_parse(VIEW("127.0.0.2:0"), &silent));
	address_set_port(&silent, address_port(&at));
	falls_silent(&silent, fd);
	attempt(SIP_TCP, &b);
	dns.where.attempt[0].at = silent;
	attempt(SIP_TCP, &b);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	loop_once(loop, 0);	/* it is located */
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 <200 ");
	/* Each has come once, over one connection; the other is called no more. */
	until(&b, "MESSAGE MESSAGE ");
	ck_assert_uint_eq(transport_connections(endpoint_transport(a.e)), 1);
	/* Nor is it the next time, for there is one. */
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	ck_assert_uint_eq(transport_connections(endpoint_transport(a.e)), 1);
	until(&a, "<200 ");
	until(&b, "MESSAGE ");
	/* An ACK waits as well, and leaves nothing behind. */
	end(&a);
	begin(&a, true, true);
	ck_assert(endpoint_ack(a.e, VIEW("sip:corp.example"),
	                       VIEW("ACK sip:x@y SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\n"
	                            "To: <sip:x@y>;tag=2\r\nCall-ID: c\r\nCSeq: 1 ACK\r\n"
	                            "Content-Length: 0\r\n\r\n")));
	until(&b, "ack ");
	ck_assert_uint_eq(endpoint_pending(a.e), 0);
	/* One that goes while it waits leaves nothing either. */
	request(&a, "sip:other.example", "MESSAGE", "sip:x@y", 0);
	end(&a);
	end(&b);
	close(fd[0]);
	close(fd[1]);
	done();
}
END_TEST

static void count_calls(void *arg, const struct transport_look *c)
{
	struct address wanted;

	ck_assert(address_parse(VIEW("127.0.0.2:0"), &wanted));
	*(size_t *)arg += address_same_host(&c->peer, &wanted);
}

/* Two hops have an address in common; by the one, another address was faster. */
START_TEST(a_call_that_another_waits_for_goes_on)
{
	struct side a, b;
	struct address silent, at;
	size_t calls = 0;
	int fd[2];

	begin(&a, true, true);
	begin(&b, false, true);
	b.answer = 200;
	endpoint_local(b.e, 0, &at);
	ck_assert(address_parse(VIEW("127.0.0.2:0"), &silent));
	address_set_port(&silent, address_port(&at));
	falls_silent(&silent, fd);
	attempt(SIP_TCP, &b);
	attempt(SIP_TCP, &b);
	dns.where.attempt[0].at = dns.where.attempt[1].at = silent;
	request(&a, "sip:other.example", "MESSAGE", "sip:x@y", 0);
	loop_once(loop, 0); /* it is located */
	endpoint_local(b.e, 0, &dns.where.attempt[1].at);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "<200 ");
	transport_look(endpoint_transport(a.e), count_calls, &calls);
	ck_assert_uint_eq(calls, 1);
	ck_assert_uint_eq(endpoint_pending(a.e), 1);
	end(&a);
	end(&b);
	close(fd[0]);
	close(fd[1]);
	done();
}
END_TEST

START_TEST(what_a_server_said_is_told_when_the_others_fail)
{
	struct side a, busy, gone;

	begin(&a, true, true);
	begin(&busy, true, true);
	begin(&gone, false, true);
	busy.answer = 503;
	attempt(SIP_TCP, &busy);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	endpoint_free(&gone.e);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:sip-transport:a server answered 503, and no other can be reached ");
	end(&a);
	end(&busy);
	end(&gone);
	done();
}
END_TEST

START_TEST(an_address_that_stands_there_twice_fails_once)
{
	struct side a, gone;

	begin(&a, true, true);
	begin(&gone, false, true);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	endpoint_free(&gone.e);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	until(&a, "failed:sip-transport:the SIP server cannot be reached ");
	ck_assert_uint_eq(endpoint_pending(a.e), 0);
	end(&a);
	end(&gone);
	done();
}
END_TEST

UNIT("endpoint next", an_address_that_does_not_answer_costs_a_moment,
     an_address_that_stands_there_twice_fails_once,
     a_call_that_another_waits_for_goes_on, what_a_server_said_is_told_when_the_others_fail, the_next_one_is_asked,
     a_connection_that_was_there_is_replaced, dns_is_asked_once_in_a_moment,
     one_that_never_answers, one_that_wants_to_be_left_alone)
