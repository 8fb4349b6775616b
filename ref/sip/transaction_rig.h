/* transaction_rig.h - a transaction layer on a clock of its own, and what it does
 * as one line of text: "0:MESSAGE 500:MESSAGE 600:<200 ".
 *
 * TIME:METHOD or TIME:STATUS was sent; <STATUS, METHOD!, ack!, cancelled!,
 * timeout, transport, refused are what the core was told.
 */
#ifndef REF_SIP_TRANSACTION_RIG_H
#define REF_SIP_TRANSACTION_RIG_H

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "sip/transaction.h"

struct rig {
	struct transactions *t;
	uint64_t now;
	struct buf story;
	struct buf sent;		/* the last message that was sent */
	struct sip_flow sent_to;
	struct sip_flow flow;		/* where requests go and come from */
	uint64_t last_id;		/* of the last request or response told */
	bool cannot_send;
	unsigned answer_at_once;	/* with this status, in request(); 0: not */
	bool merged;			/* of the last request */
	size_t told;			/* requests */
};

static inline void rig_note(struct rig *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static inline void rig_note(struct rig *r, const char *fmt, ...)
{
	va_list ap;

	buf_printf(&r->story, "%llu:", (unsigned long long)r->now);
	va_start(ap, fmt);
	buf_vprintf(&r->story, fmt, ap);
	va_end(ap);
	buf_putc(&r->story, ' ');
}

static inline bool rig_on_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	struct rig *r = arg;
	struct view word, rest;

	if (r->cannot_send)
		return false;
	buf_clear(&r->sent);
	buf_putv(&r->sent, bytes);
	r->sent_to = *to;
	view_cut(bytes, ' ', &word, &rest);
	if (view_starts(bytes, VIEW("SIP/2.0 ")))
		word = (struct view){ rest.p, 3 };
	rig_note(r, "%.*s", VIEW_ARG(word));
	return true;
}

static inline void rig_on_request(void *arg, uint64_t id, const struct sip_message *m,
                                  const struct sip_flow *from)
{
	struct rig *r = arg;

	(void)from;
	r->last_id = id;
	r->told++;
	r->merged = transaction_is_merged(r->t, id, m);
	rig_note(r, "%.*s!", VIEW_ARG(m->method_name));
	if (r->answer_at_once != 0)
		ck_assert(transaction_respond(r->t, id,
		                              &(struct sip_answer){ .status = r->answer_at_once },
		                              r->now));
}

static inline void rig_on_ack(void *arg, const struct sip_message *m, const struct sip_flow *from)
{
	(void)m, (void)from;
	rig_note(arg, "ack!");
}

static inline void rig_on_cancelled(void *arg, uint64_t id)
{
	struct rig *r = arg;

	r->last_id = id;
	rig_note(r, "cancelled!");
}

static inline void rig_on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	struct rig *r = arg;

	r->last_id = id;
	rig_note(r, "<%u", m->status);
}

static inline void rig_on_failed(void *arg, uint64_t id, enum cause cause)
{
	struct rig *r = arg;

	r->last_id = id;
	rig_note(r, "%s", cause == CAUSE_SIP_TIMEOUT ? "timeout" : "transport");
}

static inline void rig_on_refused(void *arg, const struct sip_message *m,
                                  const struct sip_refusal *why, const struct sip_flow *from)
{
	(void)m, (void)why, (void)from;
	rig_note(arg, "refused");
}

static const struct transaction_ops rig_ops = {
	rig_on_send, rig_on_request, rig_on_ack, rig_on_cancelled, rig_on_response,
	rig_on_failed, rig_on_refused,
};

static inline void rig_flow(struct rig *r, enum sip_transport transport, const char *peer)
{
	r->flow = (struct sip_flow){ .transport = transport };
	r->flow.connection = transport != SIP_UDP ? 77 : 0;
	ck_assert(address_parse(view_of(peer), &r->flow.peer));
}

static inline void rig_begin_with(struct rig *r, enum sip_transport transport,
                                  struct transaction_settings s)
{
	memset(r, 0, sizeof *r);
	for (int i = 0; i < SIP_TRANSPORTS; i++)
		s.sent_by[i] = VIEW("gw.example:5060");
	r->t = transactions_new(&s, &rig_ops, r);
	rig_flow(r, transport, "192.0.2.9:5070");
}

static inline void rig_begin(struct rig *r, enum sip_transport transport)
{
	rig_begin_with(r, transport, (struct transaction_settings){ .rport = false });
}

static inline void rig_end(struct rig *r)
{
	struct transactions_counts c;

	transactions_count(r->t, &c);
	ck_assert((c.held == 0) == (c.bytes == 0));
	transactions_free(&r->t);
	buf_free(&r->story);
	buf_free(&r->sent);
}

/* Lets the time pass, each timer at its time. */
static inline void rig_until(struct rig *r, uint64_t time)
{
	while (transactions_due(r->t) <= time) {
		if (transactions_due(r->t) > r->now)
			r->now = transactions_due(r->t);
		transactions_tick(r->t, r->now);
	}
	r->now = time;
}

/* A request of ours, as transaction_request() wants it. */
static inline uint64_t rig_request(struct rig *r, const char *method)
{
	struct buf b = { 0 };
	uint64_t id;

	buf_printf(&b, "%s sip:sally@sip.example SIP/2.0\r\nMax-Forwards: 70\r\n"
	           "Route: <sip:p1.example;lr>\r\n"
	           "From: <sip:xeno@x.example>;tag=ours\r\nTo: <sip:sally@sip.example>\r\n"
	           "Call-ID: c1@gw\r\nCSeq: 7 %s\r\nContent-Length: 0\r\n\r\n",
	           method, method);
	id = transaction_request(r->t, buf_view(&b), &r->flow, r->now);
	buf_free(&b);
	return id;
}

/* What a peer would answer to what was sent last. */
struct rig_reply {
	struct buf head;	/* Via, From, To, Call-ID, CSeq */
};

static inline struct rig_reply rig_reply_to_sent(struct rig *r)
{
	static const char *const wanted[] = { "Via:", "From:", "To:", "Call-ID:", "CSeq:" };
	struct rig_reply reply = { { 0 } };
	struct view rest = buf_view(&r->sent), line;

	while (view_cut(rest, '\n', &line, &rest))
		for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
			if (view_starts(line, view_of(wanted[i])))
				buf_printf(&reply.head, "%.*s%s\r\n", VIEW_ARG(view_trim(line)),
				           i == 2 ? ";tag=theirs" : "");
	return reply;
}

static inline void rig_feed(struct rig *r, struct view bytes)
{
	transactions_receive(r->t, bytes, &r->flow, r->now);
}

static inline void rig_respond(struct rig *r, const struct rig_reply *reply, unsigned status)
{
	struct buf b = { 0 };

	buf_printf(&b, "SIP/2.0 %u Words\r\n%sContent-Length: 0\r\n\r\n", status,
	           buf_cstr(&reply->head));
	rig_feed(r, buf_view(&b));
	buf_free(&b);
}

/* A request from the peer. */
struct rig_call {
	const char *method, *branch, *tag, *call, *cseq_method, *via_extra, *extra;
	unsigned cseq;
};

static inline void rig_call(struct rig *r, struct rig_call c)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s sip:xeno@x.example SIP/2.0\r\n"
	           "Via: SIP/2.0/%s fe.example:5060;branch=%s%s\r\nMax-Forwards: 70\r\n"
	           "From: <sip:sally@sip.example>;tag=%s\r\nTo: <sip:xeno@x.example>\r\n"
	           "Call-ID: %s\r\nCSeq: %u %s\r\n%sContent-Length: 0\r\n\r\n",
	           c.method, sip_transport_name(r->flow.transport),
	           c.branch != NULL ? c.branch : "z9hG4bKa1",
	           c.via_extra != NULL ? c.via_extra : "", c.tag != NULL ? c.tag : "t1",
	           c.call != NULL ? c.call : "call1", c.cseq != 0 ? c.cseq : 1,
	           c.cseq_method != NULL ? c.cseq_method : c.method,
	           c.extra != NULL ? c.extra : "");
	rig_feed(r, buf_view(&b));
	buf_free(&b);
}

#define CALL(r, ...) rig_call((r), (struct rig_call){ __VA_ARGS__ })

static inline bool rig_answer(struct rig *r, uint64_t id, unsigned status)
{
	return transaction_respond(r->t, id, &(struct sip_answer){ .status = status }, r->now);
}

/* The story so far is this, and begins anew. */
static inline void rig_is(struct rig *r, const char *expected)
{
	ck_assert_str_eq(buf_len(&r->story) != 0 ? buf_cstr(&r->story) : "", expected);
	buf_clear(&r->story);
}

static inline size_t rig_held(const struct rig *r)
{
	struct transactions_counts c;

	transactions_count(r->t, &c);
	return c.held;
}

static inline bool rig_sent_has(const struct rig *r, const char *text)
{
	struct view v = buf_view(&r->sent);

	return view_find(v, view_of(text)) != v.n;
}

#endif
