/* endpoint_rig.h - two endpoints on the loopback, and a DNS that says what a test wants; for
 * the tests of this folder.
 *
 * A program that includes it has a locate_sip() of its own.  begin() makes a side, which
 * tells in `story` what happens to it; until() waits for a story; end() and done().
 */
#ifndef REF_SIP_ENDPOINT_RIG_H
#define REF_SIP_ENDPOINT_RIG_H

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "sip/endpoint.h"
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

static inline void dns_answer(void *arg)
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

static inline void on_request(void *arg, uint64_t id, const struct sip_message *m,
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

static inline void on_response(void *arg, uint64_t id, const struct sip_message *m)
{
	struct side *s = arg;

	s->last = id;
	if (m->status == 100)	/* comes when it is late (RFC 4320) */
		return;
	buf_printf(&s->story, "<%u ", m->status);
	if (m->cseq.method == SIP_METHOD_OPTIONS || m->status == 416)
		buf_printf(&s->story, "%.*s", VIEW_ARG(sip_message_value(m, SIP_ALLOW)));
}

static inline void on_failed(void *arg, uint64_t id, enum cause cause, const char *words)
{
	struct side *s = arg;

	s->last = id;
	buf_printf(&s->story, "failed:%s:%s ", cause_label(cause), words);
}

static inline void on_ack(void *arg, const struct sip_message *m)
{
	(void)m;
	buf_puts(&((struct side *)arg)->story, "ack ");
}

static inline void on_cancelled(void *arg, uint64_t id)
{
	struct side *s = arg;

	s->last = id;
	buf_puts(&s->story, "cancelled ");
}

static inline bool knows_dialog(void *arg, const struct sip_message *m)
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
static inline void begin(struct side *s, bool udp, bool tcp)
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

static inline void end(struct side *s)
{
	endpoint_free(&s->e);
	buf_free(&s->story);
	buf_free(&s->branches);
}

static inline void done(void)
{
	loop_free(&loop);
}

static inline void until(struct side *s, const char *story)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&s->story) != 0 && strcmp(buf_cstr(&s->story), story) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&s->story) != 0 ? buf_cstr(&s->story) : "", story);
	buf_clear(&s->story);
}

static inline const char *hop_to(const struct side *s, const char *parameters)
{
	static char text[200];
	struct address at;
	char a[ADDRESS_MAX];

	endpoint_local(s->e, 0, &at);
	snprintf(text, sizeof text, "sip:%s%s", address_print(&at, a), parameters);
	return text;
}

static inline uint64_t request(struct side *from, const char *hop, const char *method, const char *uri,
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

static inline void attempt(enum sip_transport t, const struct side *s)
{
	struct attempt *a = &dns.where.attempt[dns.where.n++];

	a->transport = t;
	endpoint_local(s->e, 0, &a->at);
}

#endif
