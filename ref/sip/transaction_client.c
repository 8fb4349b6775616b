/* Requests of our own (RFC 3261 17.1). */
#include <assert.h>
#include <string.h>

#include "sip/transaction_key.h"
#include "sip/transaction_private.h"
#include "sip/writer.h"

static void client_waits(struct transactions *t, struct transaction *x)
{
	x->in.waiting.next = t->waiting;
	x->in.waiting.link = &t->waiting;
	if (t->waiting != NULL)
		t->waiting->in.waiting.link = &x->in.waiting.next;
	t->waiting = x;
}

void client_waits_no_more(struct transaction *x)
{
	if ((x->machine != SIP_CLIENT_INVITE && x->machine != SIP_CLIENT_OTHER) ||
	    x->in.waiting.link == NULL)
		return;
	*x->in.waiting.link = x->in.waiting.next;
	if (x->in.waiting.next != NULL)
		x->in.waiting.next->in.waiting.link = x->in.waiting.link;
	x->in.waiting.link = NULL;
}

/* --- making ------------------------------------------------------------------ */

/* An INVITE is read again for its ACK, and that must not fail then. */
static bool is_sound(struct transactions *t, const struct sip_message *m)
{
	struct sip_message whole;
	struct sip_refusal why;

	if (m->method != SIP_METHOD_INVITE)
		return true;
	region_reset(t->own);
	return sip_message_read(buf_view(&t->out), t->own, &t->limits, &whole, &why) ==
	       SIP_READ_OK;
}

/* `request` with our Via behind its start line, into t->out; *m is its outline.
 * False: it cannot be read. */
static bool with_via(struct transactions *t, struct view request,
                     enum sip_transport transport, struct sip_message *m)
{
	char branch[BRANCH_SIZE], *written;
	const char *lf = request.n != 0 ? memchr(request.p, '\n', request.n) : NULL;
	bool rport = t->rport && transport == SIP_UDP;
	size_t line, at;

	if (lf == NULL)
		return false;
	line = (size_t)(lf - request.p) + 1;
	branch_begin(&t->branches, branch);
	buf_clear(&t->out);
	buf_put(&t->out, request.p, line);
	sip_write_via(&t->out, sip_transport_name(transport), view_of(t->sent_by[transport]),
	              view_of(branch), rport);
	at = buf_len(&t->out) - (rport ? sizeof ";rport\r\n" : sizeof "\r\n") + 1 -
	     (BRANCH_SIZE - 1);
	buf_putv(&t->out, view_from(request, line));
	if (!sip_message_outline(buf_view(&t->out), m) || m->n_via != 1 || !is_sound(t, m))
		return false;
	written = t->out.mem + t->out.head + at;
	assert(memcmp(written, branch, BRANCH_SIZE - 1) == 0);
	branch_complete(&t->branches, m, written);
	m->via.branch = (struct view){ written, BRANCH_SIZE - 1 };
	return true;
}

static struct transaction *begin(struct transactions *t, const struct sip_message *m,
                                 struct view branch, struct view method,
                                 const struct sip_flow *to, uint64_t now)
{
	struct sip_hash key = transaction_client_key(&t->key, branch, method);
	bool invite = m->method == SIP_METHOD_INVITE && view_eq(method, m->method_name);
	struct transaction *x = transaction_new(t, invite ? SIP_CLIENT_INVITE : SIP_CLIENT_OTHER,
	                                        &key, to);

	if (x == NULL)
		return NULL;
	client_waits(t, x);
	/* INVITE is needed for ACK and CANCEL, the others to be sent again. */
	if (invite || !x->reliable)
		transaction_keep(t, x, buf_view(&t->out));
	x->again_ms = (uint32_t)t->t1;
	if (!x->reliable)
		sip_timer_set(&t->timers, &x->again, now, t->t1);
	sip_timer_set(&t->timers, &x->last, now, 64 * t->t1);
	transaction_send(t, x, buf_view(&t->out), now);
	return x;
}

uint64_t transaction_request(struct transactions *t, struct view request,
                             const struct sip_flow *to, uint64_t now)
{
	struct sip_message m;
	struct transaction *x;

	if (!with_via(t, request, to->transport, &m) || m.method == SIP_METHOD_ACK)
		return 0;
	x = begin(t, &m, m.via.branch, m.method_name, to, now);
	return x != NULL ? x->id : 0;
}

bool transaction_ack(struct transactions *t, struct view request, const struct sip_flow *to)
{
	struct sip_message m;

	return with_via(t, request, to->transport, &m) && m.method == SIP_METHOD_ACK &&
	       t->ops->send(t->arg, to, buf_view(&t->out));
}

/* --- ACK and CANCEL ---------------------------------------------------------- */

/* What 9.1 and 17.1.1.3 have in common, into t->out: the INVITE's Request-URI,
 * its top Via, From, Call-ID, CSeq number and Route.  *m is the INVITE. */
static void hop_by_hop(struct transactions *t, struct transaction *x, struct view method,
                       const struct view *to, struct sip_message *m)
{
	struct sip_refusal why;
	struct sip_values routes;
	struct view route;
	enum sip_reading reading;

	region_reset(t->own);
	reading = sip_message_read((struct view){ x->bytes, x->n_bytes }, t->own, &t->limits, m,
	                           &why);
	assert(reading == SIP_READ_OK);		/* as when it was sent */
	(void)reading;
	buf_clear(&t->out);
	sip_write_request(&t->out, method, m->uri_text);
	sip_write_value(&t->out, SIP_VIA, m->via.text);
	sip_write_number(&t->out, SIP_MAX_FORWARDS, 70);
	routes = sip_message_values(m, SIP_ROUTE);
	while (sip_values_next(&routes, &route))
		sip_write_value(&t->out, SIP_ROUTE, route);
	sip_write_value(&t->out, SIP_FROM, sip_message_value(m, SIP_FROM));
	sip_write_value(&t->out, SIP_TO, to != NULL ? *to : sip_message_value(m, SIP_TO));
	sip_write_value(&t->out, SIP_CALL_ID, m->call_id);
	sip_write_cseq(&t->out, m->cseq.number, method);
	sip_write_end(&t->out);
}

void client_ack(struct transactions *t, struct transaction *x, const struct sip_message *m,
                uint64_t now)
{
	struct view to = sip_message_value(m, SIP_TO);
	struct sip_message invite;

	hop_by_hop(t, x, VIEW("ACK"), &to, &invite);
	transaction_send(t, x, buf_view(&t->out), now);
}

static void send_cancel(struct transactions *t, struct transaction *x, uint64_t now)
{
	struct sip_message m;
	struct sip_flow to;
	struct transaction *cancel;

	sip_flow_unpack(&x->flow, &to);
	hop_by_hop(t, x, VIEW("CANCEL"), NULL, &m);
	cancel = begin(t, &m, m.via.branch, VIEW("CANCEL"), &to, now);
	if (cancel != NULL)
		cancel->forgotten = true;
	x->cancel = false;
	/* 9.1: what has not been answered 64*T1 later is over. */
	sip_timer_set(&t->timers, &x->last, now, 64 * t->t1);
}

static struct transaction *client(struct transactions *t, uint64_t id)
{
	struct transaction *x = ids_get(t->ids, id);

	return x != NULL && (x->machine == SIP_CLIENT_INVITE || x->machine == SIP_CLIENT_OTHER) ?
	       x : NULL;
}

void transaction_cancel(struct transactions *t, uint64_t id, uint64_t now)
{
	struct transaction *x = client(t, id);

	if (x == NULL || x->machine != SIP_CLIENT_INVITE)
		return;
	if (x->state == SIP_PROCEEDING)
		send_cancel(t, x, now);
	else if (x->state == SIP_TRYING)
		x->cancel = true;
}

void transaction_forget(struct transactions *t, uint64_t id)
{
	struct transaction *x = client(t, id);

	if (x != NULL)
		x->forgotten = true;
}

/* --- responses --------------------------------------------------------------- */

void client_pass(struct transactions *t, struct transaction *x, const struct sip_message *m,
                 uint64_t now)
{
	uint64_t id = x->id;

	if (x->cancel && m->status < 200)
		send_cancel(t, x, now);
	if (m->status >= 300 || (m->status >= 200 && x->machine == SIP_CLIENT_OTHER)) {
		ids_remove(t->ids, id);
		if (x->machine == SIP_CLIENT_OTHER)
			transaction_drop_bytes(t, x);
	}
	if (!x->forgotten && t->ops->response != NULL)
		t->ops->response(t->arg, id, m);
}

void client_receive(struct transactions *t, const struct sip_message *m, uint64_t now)
{
	struct sip_hash key = transaction_client_key(&t->key, m->via.branch, m->cseq.method_name);
	struct transaction *x;

	if (!transaction_may_be_ours(m) || (x = transaction_find(t, &key)) == NULL) {
		t->counts.strays++;
		return;
	}
	if (sip_machine_rule((enum sip_machine)x->machine, (enum sip_state)x->state,
	                     transaction_status_happening(m->status)) == NULL)
		t->counts.repeats++;
	transaction_happens(t, x, transaction_status_happening(m->status), m, now);
}
