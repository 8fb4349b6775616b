/* rig_sip.h - the SIP side of a test: requests of the gateway's wait for what the test
 * answers.  The functions are those of sip/endpoint.h.
 */
#ifndef REF_GATEWAY_RIG_SIP_H
#define REF_GATEWAY_RIG_SIP_H

#include <stdio.h>
#include <string.h>

#include "gateway/pidf.h"
#include "gateway/rig_clock.h"
#include "sip/endpoint.h"
#include "sip/message.h"
#include "sip/writer.h"

#define RIG_REQUESTS 64

struct rig_request { /* of the gateway's, without a final response */
	uint64_t id;
	char *text;
	bool notify;
};

struct endpoint {
	const struct endpoint_ops *ops;
	void *arg;
	uint64_t last_id;
	struct rig_request open[RIG_REQUESTS];
	size_t n_open;
};

static bool rig_no_room;         /* no transaction can be had */
static bool rig_hears = true;    /* NOTIFYs are answered by 200, as they come */
static char *rig_watch;          /* the last SUBSCRIBE of the gateway's */
static unsigned rig_notify_cseq; /* in the dialogs that it made */

struct endpoint *endpoint_new(struct loop *l, const struct endpoint_settings *s,
                              const struct endpoint_ops *ops, void *arg, struct fault *f)
{
	struct endpoint *e = mem_zalloc(sizeof *e);

	(void)l, (void)s, (void)f;
	e->ops = ops;
	e->arg = arg;
	return e;
}

void endpoint_free(struct endpoint **ep)
{
	struct endpoint *e = *ep;

	*ep = NULL;
	if (e == NULL)
		return;
	for (size_t i = 0; i < e->n_open; i++)
		free(e->open[i].text);
	free(e);
}

/* Of a request without Via: one is put in, as the transaction would. */
static inline void rig_read(struct view text, struct region *r, struct sip_message *m)
{
	struct view line, rest;
	struct buf whole = { 0 };
	struct sip_refusal no;

	ck_assert(view_cut(text, '\n', &line, &rest));
	buf_printf(&whole, "%.*s\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKrig\r\n%.*s",
	           VIEW_ARG(line), VIEW_ARG(rest));
	ck_assert_int_eq(sip_message_read(region_copy(r, buf_view(&whole)), r,
	                                  &sip_limits_default, m, &no),
	                 SIP_READ_OK);
	buf_free(&whole);
}

/* {phone,-pc}: the tuples of a document, by the names that RFC 8048 gives them. */
static inline void rig_tuples(struct view body, struct buf *out)
{
	struct region *r = region_new();
	struct pidf p;
	const char *why;

	if (body.n != 0) {
		ck_assert(pidf_read(body, r, &p, &why));
		buf_putc(out, '{');
		for (const struct pidf_tuple *t = p.tuples; t != NULL; t = t->next)
			buf_printf(out, "%s%s%.*s", t != p.tuples ? "," : "",
			           t->basic == PIDF_CLOSED ? "-" : "",
			           VIEW_ARG(view_from(t->id, sizeof "ID-" - 1)));
		buf_putc(out, '}');
	}
	region_free(&r);
}

static inline void rig_request_note(const struct sip_message *m)
{
	struct view value = sip_message_value(m, SIP_SUBSCRIPTION_STATE);
	struct sip_subscription_state s;
	struct buf tuples = { 0 };
	static const char *const words[] = { [SIP_SUBSTATE_ACTIVE] = "active",
		                             [SIP_SUBSTATE_PENDING] = "pending",
		                             [SIP_SUBSTATE_TERMINATED] = "terminated" };

	if (m->method != SIP_METHOD_NOTIFY) {
		rig_note(">%.*s:%.*s", VIEW_ARG(m->method_name),
		         VIEW_ARG(sip_message_value(m, SIP_EXPIRES)));
		return;
	}
	ck_assert(sip_subscription_state_read(value, &s));
	rig_tuples(m->body, &tuples);
	rig_note(">NOTIFY:%s%s%.*s%s", words[s.state], s.reason.n != 0 ? "/" : "",
	         VIEW_ARG(s.reason), buf_len(&tuples) != 0 ? buf_cstr(&tuples) : "");
	buf_free(&tuples);
}

void endpoint_renew(struct endpoint *e, struct tls_context *server, struct tls_context *client)
{
	(void)e, (void)server, (void)client;
}

uint64_t endpoint_request(struct endpoint *e, struct view hop, struct view request)
{
	struct region *r = region_new();
	struct rig_request *x = &e->open[e->n_open];
	struct sip_message m;

	(void)hop;
	if (rig_no_room) {
		region_free(&r);
		return 0;
	}
	ck_assert_uint_lt(e->n_open, RIG_REQUESTS);
	rig_read(request, r, &m);
	rig_request_note(&m);
	*x = (struct rig_request){ ++e->last_id, view_dup(request),
		                   m.method == SIP_METHOD_NOTIFY };
	e->n_open++;
	if (!x->notify) {
		free(rig_watch);
		rig_watch = view_dup(request);
	}
	region_free(&r);
	return x->id;
}

bool endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a)
{
	struct view rest = a->fields, line, value;
	bool said = false;

	(void)e, (void)id;
	while (!said && view_cut(rest, '\n', &line, &rest))
		if (view_starts(line, VIEW("Expires: "))) {
			value = view_trim(view_from(line, sizeof "Expires: " - 1));
			rig_note("=%u:%.*s", a->status, VIEW_ARG(value));
			said = true;
		}
	if (!said)
		rig_note("=%u", a->status);
	return true;
}

bool endpoint_tag(const struct endpoint *e, uint64_t id, char out[TRANSACTION_TAG_SIZE])
{
	(void)e;
	snprintf(out, TRANSACTION_TAG_SIZE, "gw%llu", (unsigned long long)id);
	return true;
}

void endpoint_drain(struct endpoint *e)
{
	(void)e;
}

size_t endpoint_pending(const struct endpoint *e)
{
	return e->n_open;
}

void endpoint_local(const struct endpoint *e, size_t n, struct address *out)
{
	(void)e, (void)n;
	ck_assert(address_parse(VIEW("192.0.2.1:5060"), out));
}

const struct transport *endpoint_transport(const struct endpoint *e)
{
	(void)e;
	return NULL; /* there is none: who speaks here is trusted */
}

enum cause transport_distrust(const struct transport *t, const struct sip_flow *flow,
                              struct buf *names)
{
	(void)t, (void)flow, (void)names;
	return CAUSE_NONE;
}

#endif
