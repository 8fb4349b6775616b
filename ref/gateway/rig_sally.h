/* rig_sally.h - Sally's phone, and the SIP server that has her presence.
 */
#ifndef REF_GATEWAY_RIG_SALLY_H
#define REF_GATEWAY_RIG_SALLY_H

#include <stdio.h>
#include <string.h>

#include "gateway/rig_edge.h"
#include "gateway/rig_sip.h"
#include "lib/unit.h"

#define SALLY "sally@contoso.example"
#define ROMEO "romeo@fabrikam.example"

/* Requests of the gateway's that wait, NOTIFYs or others: the oldest is answered. */
static inline bool rig_answer(bool notify, unsigned status, const char *fields)
{
	struct endpoint *e = g->endpoint;
	struct region *r = region_new();
	struct rig_request x;
	struct sip_message request, response;
	struct sip_refusal no;
	struct buf text = { 0 };
	size_t i = 0;

	while (i < e->n_open && e->open[i].notify != notify)
		i++;
	if (i == e->n_open) {
		region_free(&r);
		return false;
	}
	x = e->open[i];
	memmove(&e->open[i], &e->open[i + 1], (e->n_open - i - 1) * sizeof x);
	e->n_open--;
	rig_read(view_of(x.text), r, &request);
	sip_write_response_to(
	        &text, &request,
	        &(struct sip_response){ .status = status, .to_tag = VIEW("phone") });
	buf_puts(&text, fields);
	buf_puts(&text, "Contact: <sip:sally@192.0.2.7>\r\n");
	sip_write_end(&text);
	ck_assert_int_eq(
	        sip_message_read(buf_view(&text), r, &sip_limits_default, &response, &no),
	        SIP_READ_OK);
	e->ops->response(g, x.id, &response);
	free(x.text);
	buf_free(&text);
	region_free(&r);
	return true;
}

static inline void rig_hear(void)
{
	while (rig_hears && rig_answer(true, 200, ""))
		continue;
	rig_settle();
}

static inline void rig_feed(const char *text)
{
	struct region *r = region_new();
	struct sip_flow from = { .transport = SIP_UDP };
	struct sip_message m;

	ck_assert(address_parse(VIEW("127.0.0.1:5060"), &from.peer));
	rig_read(view_of(text), r, &m);
	if (m.to.tag.n != 0 && !g->endpoint->ops->knows_dialog(g, &m))
		rig_note("=481"); /* sip/uas.h */
	else
		g->endpoint->ops->request(g, ++g->endpoint->last_id, &m, &from, true);
	region_free(&r);
}

/* SUBSCRIBE to Romeo from the device that this Call-ID is of. */
static inline void rig_subscribe(const char *call, unsigned cseq, const char *to_tag,
                                 unsigned expires)
{
	struct buf m = { 0 };

	buf_printf(&m,
	           "SUBSCRIBE sip:" ROMEO " SIP/2.0\r\nMax-Forwards: 70\r\n"
	           "From: <sip:" SALLY ">;tag=%s\r\nTo: <sip:" ROMEO ">%s%s\r\n"
	           "Call-ID: %s\r\nCSeq: %u SUBSCRIBE\r\nContact: <sip:sally@192.0.2.7>\r\n"
	           "Event: presence\r\nExpires: %u\r\nContent-Length: 0\r\n\r\n",
	           call, to_tag[0] != '\0' ? ";tag=" : "", to_tag, call, cseq, expires);
	rig_feed(buf_cstr(&m));
	buf_free(&m);
	rig_hear();
}

struct device { /* of Sally's, with its dialog */
	const char *call;
	char tag[24];
	unsigned cseq;
};

static inline void subscribes(struct device *d, unsigned expires)
{
	d->cseq = 1;
	snprintf(d->tag, sizeof d->tag, "gw%llu", (unsigned long long)g->endpoint->last_id + 1);
	rig_subscribe(d->call, 1, "", expires);
}

static inline void refreshes(struct device *d, unsigned expires)
{
	rig_subscribe(d->call, ++d->cseq, d->tag, expires);
}

/* The SUBSCRIBE that waits is answered. */
static inline void server_answers(unsigned status, unsigned expires)
{
	char fields[40] = "";

	if (status < 300)
		snprintf(fields, sizeof fields, "Expires: %u\r\n", expires);
	ck_assert(rig_answer(false, status, fields));
	rig_settle();
}

/* NOTIFY in the dialog of the last SUBSCRIBE of the gateway's: "active;expires=600", and
 * tuples: "pc7" open, "-pc7" closed, set apart by a blank; NULL: no document. */
static inline void server_notifies(const char *state, const char *tuples)
{
	struct region *r = region_new();
	struct buf m = { 0 }, body = { 0 };
	struct sip_message s;
	struct view rest = view_of(tuples), one;

	rig_read(view_of(rig_watch), r, &s);
	if (tuples != NULL) {
		buf_puts(&body, "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
		                "entity='pres:" SALLY "'>");
		while (rest.n != 0) {
			bool closed = rest.p[0] == '-';

			view_cut(rest, ' ', &one, &rest);
			if (closed)
				one = view_from(one, 1);
			buf_printf(&body,
			           "<tuple id='ID-%.*s'><status><basic>%s</basic></status>"
			           "</tuple>",
			           VIEW_ARG(one), closed ? "closed" : "open");
		}
		buf_puts(&body, "</presence>");
	}
	buf_printf(&m,
	           "NOTIFY sip:gw@192.0.2.1 SIP/2.0\r\nMax-Forwards: 70\r\n"
	           "From: <sip:" SALLY ">;tag=phone\r\nTo: <sip:" ROMEO ">;tag=%.*s\r\n"
	           "Call-ID: %.*s\r\nCSeq: %u NOTIFY\r\nContact: <sip:sally@192.0.2.7>\r\n"
	           "Event: presence\r\nSubscription-State: %s\r\n%s",
	           VIEW_ARG(s.from.tag), VIEW_ARG(s.call_id), ++rig_notify_cseq, state,
	           tuples != NULL ? "Content-Type: application/pidf+xml\r\n" : "");
	buf_printf(&m, "Content-Length: %zu\r\n\r\n%s", buf_len(&body),
	           buf_len(&body) != 0 ? buf_cstr(&body) : "");
	rig_feed(buf_cstr(&m));
	buf_free(&m);
	buf_free(&body);
	region_free(&r);
	rig_settle();
}

#endif
