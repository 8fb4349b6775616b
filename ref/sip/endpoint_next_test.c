/* Which server is asked, and which is asked next (RFC 3263 4.3). */
#include "sip/endpoint_rig.h"

#include <sys/socket.h>
#include <unistd.h>

static struct side a; /* who asks */

/* A message to NAME.example: to the servers of dns.where, in their order. */
static void asks(const char *name)
{
	char hop[64];

	snprintf(hop, sizeof hop, "sip:%s.example", name);
	request(&a, hop, "MESSAGE", "sip:x@y", 0);
}

/* One more server there, and what it answers; 0: nothing. */
static void serves(struct side *s, enum sip_transport t, unsigned status)
{
	begin(s, true, true);
	s->answer = status;
	attempt(t, s);
}

/* A host that takes no call: the only seat of its backlog is taken. */
struct quiet {
	struct address at;
	int fd[2];
};

#define QUIET VIEW("127.0.0.2:0")

/* At the port of `beside`. */
static void quiet_begin(struct quiet *q, const struct side *beside)
{
	struct address at;
	int on = 1;

	endpoint_local(beside->e, 0, &at);
	ck_assert(address_parse(QUIET, &q->at));
	address_set_port(&q->at, address_port(&at));
	for (size_t i = 0; i < 2; i++)
		q->fd[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(setsockopt(q->fd[0], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
	ck_assert_int_eq(bind(q->fd[0], (const struct sockaddr *)&q->at.ss, q->at.len), 0);
	ck_assert_int_eq(listen(q->fd[0], 0), 0);
	ck_assert_int_eq(connect(q->fd[1], (const struct sockaddr *)&q->at.ss, q->at.len), 0);
}

static void quiet_end(struct quiet *q)
{
	close(q->fd[0]);
	close(q->fd[1]);
}

START_TEST(the_next_one_is_asked)		/* R3263-4.3-1 */
{
	struct side b, gone, busy;
	struct view first, rest;
	char both[2 * BRANCH_SIZE + 8];

	begin(&a, true, true);
	serves(&gone, SIP_TCP, 0);
	serves(&busy, SIP_UDP, 503);
	serves(&b, SIP_TCP, 200);
	endpoint_free(&gone.e);
	asks("corp");
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
	asks("two");
	until(&a, "<503 ");
	dns.where.n = 1;
	asks("one");
	until(&a, "failed:sip-transport:the SIP server cannot be reached ");
	/* Any other answer is one. */
	busy.answer = 404;
	dns.where.n = 3;
	asks("three");
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
	struct side b;

	begin(&a, true, true);
	serves(&b, SIP_TCP, 200);
	asks("corp");
	until(&a, "<200 ");
	for (int back = 1; back >= 0; back--) {
		/* Looked up, and sent on the old one before its end is seen. */
		dns.silent = true;
		asks("corp");
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
	struct side b;

	begin(&a, true, true);
	serves(&b, SIP_TCP, 200);
	for (int i = 0; i < 3; i++) {
		asks("corp");
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
	struct side b, silent;

	begin(&a, true, true);
	serves(&silent, SIP_UDP, 0);
	serves(&b, SIP_UDP, 200);
	asks("corp");
	until(&a, "<200 ");
	/* on a slow machine once more, when its transaction is over */
	ck_assert(view_starts(buf_view(&silent.story), VIEW("MESSAGE ")));
	dns.where.n = 1;
	asks("other");
	until(&a, "failed:sip-timeout:the SIP server did not answer in time ");
	end(&a);
	end(&b);
	end(&silent);
	done();
}
END_TEST

START_TEST(one_that_wants_to_be_left_alone)	/* R3261-21.5.4-1 */
{
	struct side b, busy;

	begin(&a, true, true);
	serves(&busy, SIP_TCP, 503);
	busy.fields = "Retry-After: 5\r\n";
	serves(&b, SIP_TCP, 200);
	for (int i = 0; i < 2; i++) {
		asks("corp");
		until(&a, "<200 ");
	}
	until(&busy, "MESSAGE ");
	until(&b, "MESSAGE MESSAGE ");
	dns.where.n = 1;
	asks("one");
	until(&a, "failed:sip-transport:every server asked to be left alone ");
	end(&a);
	end(&b);
	end(&busy);
	done();
}
END_TEST

START_TEST(an_address_that_does_not_answer_costs_a_moment)	/* RFC 8305 5 */
{
	struct side b;
	struct quiet silent;

	begin(&a, true, true);
	begin(&b, false, true);
	b.answer = 200;
	quiet_begin(&silent, &b);
	attempt(SIP_TCP, &b);
	dns.where.attempt[0].at = silent.at;
	attempt(SIP_TCP, &b);
	asks("corp");
	loop_once(loop, 0);	/* it is located */
	asks("corp");
	until(&a, "<200 <200 ");
	/* Each has come once, over one connection; the other is called no more. */
	until(&b, "MESSAGE MESSAGE ");
	ck_assert_uint_eq(transport_connections(endpoint_transport(a.e)), 1);
	/* Nor is it the next time, for there is one. */
	asks("corp");
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
	asks("other");
	end(&a);
	end(&b);
	quiet_end(&silent);
	done();
}
END_TEST

static void count_calls(void *arg, const struct transport_look *c)
{
	struct address wanted;

	ck_assert(address_parse(QUIET, &wanted));
	*(size_t *)arg += address_same_host(&c->peer, &wanted);
}

/* Two hops have an address in common; by the one, another address was faster. */
START_TEST(a_call_that_another_waits_for_goes_on)
{
	struct side b;
	struct quiet silent;
	size_t calls = 0;

	begin(&a, true, true);
	begin(&b, false, true);
	b.answer = 200;
	quiet_begin(&silent, &b);
	attempt(SIP_TCP, &b);
	attempt(SIP_TCP, &b);
	dns.where.attempt[0].at = dns.where.attempt[1].at = silent.at;
	asks("other");
	loop_once(loop, 0); /* it is located */
	endpoint_local(b.e, 0, &dns.where.attempt[1].at);
	asks("corp");
	until(&a, "<200 ");
	transport_look(endpoint_transport(a.e), count_calls, &calls);
	ck_assert_uint_eq(calls, 1);
	ck_assert_uint_eq(endpoint_pending(a.e), 1);
	end(&a);
	end(&b);
	quiet_end(&silent);
	done();
}
END_TEST

START_TEST(what_a_server_said_is_told_when_the_others_fail)
{
	struct side busy, gone;

	begin(&a, true, true);
	begin(&gone, false, true);
	serves(&busy, SIP_TCP, 503);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	endpoint_free(&gone.e);
	asks("corp");
	until(&a, "failed:sip-transport:a server answered 503, and no other can be reached ");
	end(&a);
	end(&busy);
	end(&gone);
	done();
}
END_TEST

START_TEST(an_address_that_stands_there_twice_fails_once)
{
	struct side gone;

	begin(&a, true, true);
	begin(&gone, false, true);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	attempt(SIP_TCP, &gone);
	endpoint_free(&gone.e);
	asks("corp");
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
