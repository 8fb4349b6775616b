/* Two endpoints on the loopback, and a DNS that says what a test wants: this
 * program brings its own locate_sip(). */
#include "sip/endpoint.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "sip/writer.h"

static struct loop *loop;

/* --- DNS of the test ---------------------------------------------------------------- */

static struct {
	struct location where;
	bool silent;
	struct sip_hop asked;
	uint64_t id;
	locate_fn *fn;
	void *arg;
	size_t n;
} dns;

static void dns_answer(void *arg)
{
	(void)arg;
	dns.fn(dns.arg, dns.id, &dns.where);
}

void locate_sip(struct resolver *r, const struct sip_hop *hop, uint64_t id, locate_fn *fn,
                void *arg)
{
	(void)r;
	dns.asked = *hop;
	dns.id = id;
	dns.fn = fn;
	dns.arg = arg;
	dns.n++;
	if (!dns.silent)
		loop_defer(loop, dns_answer, NULL);
}

void locate_cancel(struct resolver *r, uint64_t id)
{
	(void)r;
	if (id == dns.id)
		loop_defer_cancel(loop, dns_answer, NULL);
}

/* --- an endpoint that tells what happens --------------------------------------------- */

struct side {
	struct endpoint *e;
	struct buf story;
	unsigned answer;		/* 0: none */
	const char *fields;		/* of the answer */
	uint64_t last;
	struct buf branches;
	size_t bytes;			/* of the last request's body */
	enum sip_transport transport;
	bool trusted, dialog;
};

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from, bool trusted)
{
	struct side *s = arg;
	struct sip_answer a = { .status = s->answer };

	buf_printf(&s->story, "%.*s ", VIEW_ARG(m->method_name));
	buf_printf(&s->branches, "%.*s ", VIEW_ARG(m->via.branch));
	s->last = id;
	s->bytes = m->body.n;
	s->trusted = trusted;
	s->transport = from->transport;
	if (s->fields != NULL)
		a.fields = view_of(s->fields);
	if (s->answer != 0)
		ck_assert(endpoint_respond(s->e, id, &a));
}

static void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	struct side *s = arg;

	s->last = id;
	if (m->status == 100)	/* comes when it is late (RFC 4320) */
		return;
	buf_printf(&s->story, "<%u ", m->status);
	if (m->cseq.method == SIP_METHOD_OPTIONS || m->status == 416)
		buf_printf(&s->story, "%.*s", VIEW_ARG(sip_message_value(m, SIP_ALLOW)));
}

static void on_failed(void *arg, uint64_t id, enum cause cause, const char *words)
{
	struct side *s = arg;

	s->last = id;
	buf_printf(&s->story, "failed:%s:%s ", cause_label(cause), words);
}

static void on_ack(void *arg, const struct sip_message *m)
{
	(void)m;
	buf_puts(&((struct side *)arg)->story, "ack ");
}

static void on_cancelled(void *arg, uint64_t id)
{
	struct side *s = arg;

	s->last = id;
	buf_puts(&s->story, "cancelled ");
}

static bool knows_dialog(void *arg, const struct sip_message *m)
{
	return m->to.tag.n != 0 && ((struct side *)arg)->dialog;
}

static const struct endpoint_ops ops = {
	on_request, on_ack, on_cancelled, on_response, on_failed, knows_dialog,
};

static const struct view allow[] = { VIEW_INIT("MESSAGE"), VIEW_INIT("NOTIFY"),
                                     VIEW_INIT("OPTIONS"), VIEW_INIT("INVITE"),
                                     VIEW_INIT("CANCEL"), VIEW_INIT("ACK") };
static const struct uas_type types[] = { { VIEW_INIT("MESSAGE"), VIEW_INIT("text/plain") } };

static struct address again;	/* begin() takes it, when it is set */

/* Listens on UDP and TCP at one port where that can be had; `tcp` alone without. */
static void begin(struct side *s, bool udp, bool tcp)
{
	struct transport_listen listen[2];
	struct view trusted[] = { VIEW("127.0.0.1") };
	struct endpoint_settings es = {
		.transport = { .listen = listen, .trusted = trusted, .n_trusted = 1 },
		.transaction = { .t1 = 20, .t2 = 80, .t4 = 40 },
		.uas = { .allow = allow, .n_allow = 6, .types = types, .n_types = 1,
		         .retry_after = 7, .sessions = true },
		.resolver = (struct resolver *)(void *)&dns,
	};
	struct fault f = { 0 };

	if (loop == NULL) {
		loop = loop_new();
		log_threshold(LOG_ERROR);
		memset(&dns, 0, sizeof dns);
	}
	memset(s, 0, sizeof *s);
	for (int port_tries = 0; s->e == NULL; port_tries++) {
		size_t n = 0;
		struct address at;
		struct transport_listen any = { .transport = SIP_UDP };
		struct endpoint *probe;

		ck_assert_int_lt(port_tries, 50);
		ck_assert(address_parse(VIEW("127.0.0.1:0"), &any.at));
		at = any.at;
		if (again.len != 0) {
			at = again;
		} else if (udp && tcp) {
			/* A port that UDP has; TCP may have it as well. */
			listen[0] = any;
			es.transport.n_listen = 1;
			probe = endpoint_new(loop, &es, &ops, s, &f);
			ck_assert_ptr_nonnull(probe);
			endpoint_local(probe, 0, &at);
			endpoint_free(&probe);
		}
		if (udp)
			listen[n++] = (struct transport_listen){ .transport = SIP_UDP, .at = at };
		if (tcp)
			listen[n++] = (struct transport_listen){ .transport = SIP_TCP, .at = at };
		es.transport.n_listen = n;
		s->e = endpoint_new(loop, &es, &ops, s, &f);
	}
	fault_free(&f);
}

static void end(struct side *s)
{
	endpoint_free(&s->e);
	buf_free(&s->story);
	buf_free(&s->branches);
}

static void done(void)
{
	loop_free(&loop);
}

static void until(struct side *s, const char *story)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&s->story) != 0 && strcmp(buf_cstr(&s->story), story) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&s->story) != 0 ? buf_cstr(&s->story) : "", story);
	buf_clear(&s->story);
}

static const char *hop_to(const struct side *s, const char *parameters)
{
	static char text[200];
	struct address at;
	char a[ADDRESS_MAX];

	endpoint_local(s->e, 0, &at);
	snprintf(text, sizeof text, "sip:%s%s", address_print(&at, a), parameters);
	return text;
}

static uint64_t request(struct side *from, const char *hop, const char *method, const char *uri,
                        size_t body)
{
	static unsigned cseq;
	struct buf b = { 0 };
	uint64_t id;

	buf_printf(&b, "%s %s SIP/2.0\r\nMax-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\n"
	           "To: <sip:x@y>\r\nCall-ID: c\r\nCSeq: %u %s\r\n%sContent-Length: %zu\r\n\r\n",
	           method, uri, ++cseq, method, body != 0 ? "Content-Type: text/plain\r\n" : "", body);
	while (body-- > 0)
		buf_putc(&b, 'x');
	id = endpoint_request(from->e, view_of(hop), buf_view(&b));
	buf_free(&b);
	return id;
}

static void attempt(enum sip_transport t, const struct side *s)
{
	struct attempt *a = &dns.where.attempt[dns.where.n++];

	a->transport = t;
	endpoint_local(s->e, 0, &a->at);
}

/* --- the whole way ---------------------------------------------------------------------- */

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
	uint64_t id;

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
	b.answer = 180;
	id = request(&a, hop_to(&b, ""), "INVITE", "sip:x@y", 0);
	endpoint_cancel(a.e, id);
	until(&a, "<180 ");
	until(&b, "INVITE cancelled ");
	ck_assert(endpoint_respond(b.e, b.last, &(struct sip_answer){ .status = 487 }));
	until(&a, "<487 ");
	/* The first one is forgotten after 64*T1. */
	for (int i = 0; i < 500 && endpoint_pending(a.e) != 0; i++)
		loop_once(loop, 10);
	ck_assert_uint_eq(endpoint_pending(a.e), 0);
	end(&a);
	end(&b);
	done();
}
END_TEST

/* --- the next server -------------------------------------------------------------------- */

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
	/* Forgotten, or freed, while it is looked up. */
	dns.silent = true;
	id = request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	endpoint_forget(a.e, id);
	dns_answer(NULL);
	loop_once(loop, 0);
	ck_assert_uint_eq(buf_len(&a.story), 0);
	ck_assert_uint_eq(endpoint_pending(a.e), 0);
	request(&a, "sip:corp.example", "MESSAGE", "sip:x@y", 0);
	ck_assert_uint_eq(endpoint_pending(a.e), 1);
	end(&a);
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

UNIT("endpoint", an_address_that_does_not_answer_costs_a_moment,
     an_address_that_stands_there_twice_fails_once, there_and_back, what_is_answered_here, an_invite_and_its_end,
     long_ones_go_over_a_stream, the_next_one_is_asked,
     a_connection_that_was_there_is_replaced, dns_is_asked_once_in_a_moment, one_that_never_answers,
     one_that_wants_to_be_left_alone, what_cannot_be_asked_for)
