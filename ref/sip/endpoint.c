#include "sip/endpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/log.h"
#include "lib/mem.h"
#include "sip/endpoint_private.h"

#define T1_DEFAULT 500

/* --- time ------------------------------------------------------------------------- */

/* The timer is moved forwards only: one that comes too early looks again. */
void endpoint_arm(struct endpoint *e)
{
	uint64_t due = transactions_due(e->transactions);

	if (due >= e->armed)
		return;
	e->armed = due;
	timer_set(e->timer, due);
}

static void on_time(void *arg)
{
	struct endpoint *e = arg;
	uint64_t now = loop_now(e->loop);

	e->armed = UINT64_MAX;
	transactions_tick(e->transactions, now);
	requests_purge(e, now);
	endpoint_arm(e);
}

/* --- transactions say ---------------------------------------------------------------- */

static bool on_send(void *arg, const struct sip_flow *to, struct view bytes)
{
	struct endpoint *e = arg;

	return transport_send(e->transport, to, bytes);
}

static void log_refusal(const char *row, unsigned status, const struct sip_message *m,
                        const struct sip_flow *from)
{
	char at[ADDRESS_MAX];

	log_event(LOG_INFO, "sip-refused", LOG_S("row", row), LOG_N("status", status),
	          LOG_V("method", m->method_name), LOG_V("call-id", m->call_id),
	          LOG_S("transport", sip_transport_name(from->transport)),
	          LOG_S("peer", address_print(&from->peer, at)));
}

static void on_unreadable(void *arg, const struct sip_message *m, const struct sip_refusal *why,
                          const struct sip_flow *from)
{
	(void)arg;
	log_refusal(why->words, why->status, m, from);
}

static void answer_options(struct endpoint *e, uint64_t id)
{
	struct buf fields = { 0 };
	struct sip_answer a = { .status = 200 };

	uas_options(&e->uas, &fields);
	a.fields = buf_view(&fields);
	transaction_respond(e->transactions, id, &a, loop_now(e->loop));
	buf_free(&fields);
}

static void on_request(void *arg, uint64_t id, const struct sip_message *m,
                       const struct sip_flow *from)
{
	struct endpoint *e = arg;
	struct uas_request r = {
		.m = m,
		.branches = transactions_branches(e->transactions),
		.merged = transaction_is_merged(e->transactions, id, m),
		.in_dialog = m->to.tag.n != 0 && e->ops->knows_dialog != NULL &&
		             e->ops->knows_dialog(e->arg, m),
	};
	bool trusted = transport_is_trusted(e->transport, from);
	struct uas_refusal refusal;

	if (uas_refuses(&e->uas, &r, &refusal)) {
		struct sip_answer a = { .status = refusal.status,
		                        .fields = buf_view(&refusal.fields) };

		log_refusal(refusal.row, refusal.status, m, from);
		transaction_respond(e->transactions, id, &a, loop_now(e->loop));
		uas_refusal_free(&refusal);
	} else if (m->method == SIP_METHOD_OPTIONS && trusted) {
		answer_options(e, id);
	} else {
		/* A stranger's OPTIONS, too: its answer is that of any other request of
		 * his (RFC 3261 11.2). */
		e->ops->request(e->arg, id, m, from, trusted);
	}
}

static void on_ack(void *arg, const struct sip_message *m, const struct sip_flow *from)
{
	struct endpoint *e = arg;

	(void)from;
	if (e->ops->ack != NULL)
		e->ops->ack(e->arg, m);
}

static void on_cancelled(void *arg, uint64_t id)
{
	struct endpoint *e = arg;

	if (e->ops->cancelled != NULL)
		e->ops->cancelled(e->arg, id);
}

static void on_failed(void *arg, uint64_t id, enum cause cause)
{
	request_on_failed(arg, id, cause);
}

/* --- the transport says ---------------------------------------------------------------- */

/* Lines without a Call-ID: in a flood they are alike, and the log tells their number. */
static void log_overload(struct endpoint *e, const struct sip_flow *from)
{
	struct transactions_counts n;
	char at[ADDRESS_MAX];

	transactions_count(e->transactions, &n);
	if (n.no_room == e->no_room)
		return;
	e->no_room = n.no_room;
	log_event(LOG_WARN, "sip-refused", LOG_S("row", "transactions"), LOG_N("status", 503),
	          LOG_S("transport", sip_transport_name(from->transport)),
	          LOG_S("peer", address_print(&from->peer, at)));
}

static void on_message(void *arg, struct view bytes, const struct sip_flow *from)
{
	struct endpoint *e = arg;

	transactions_receive(e->transactions, bytes, from, loop_now(e->loop));
	log_overload(e, from);
	endpoint_arm(e);
}

static void on_broken(void *arg, struct view head, unsigned status, const char *words,
                      const struct sip_flow *from)
{
	struct endpoint *e = arg;

	transactions_refuse(e->transactions, head, status, words, from);
}

static void on_opened(void *arg, uint64_t connection)
{
	request_on_opened(arg, connection);
}

static void on_closed(void *arg, uint64_t connection, enum cause cause)
{
	struct endpoint *e = arg;

	(void)cause;
	request_on_closed(e, connection);
	transactions_closed(e->transactions, connection, loop_now(e->loop));
	endpoint_arm(e);
}

static void on_unreachable(void *arg, const struct address *peer)
{
	struct endpoint *e = arg;

	transactions_unreachable(e->transactions, peer, loop_now(e->loop));
	endpoint_arm(e);
}

/* --- the whole ------------------------------------------------------------------------- */

/* What stands in Via: what is configured, else the first socket's address. */
static void set_sent_by(struct endpoint *e, const struct endpoint_settings *s,
                        struct transaction_settings *ts, char text[][ADDRESS_MAX])
{
	struct address at;

	for (size_t i = s->transport.n_listen; i-- > 0;) {
		enum sip_transport t = s->transport.listen[i].transport;

		e->supported |= SIP_TRANSPORT_BIT(t);
		if (s->transaction.sent_by[t].n == 0) {
			transport_local(e->transport, i, &at);
			ts->sent_by[t] = view_of(address_print(&at, text[t]));
		}
	}
	for (int t = 0; t < SIP_TRANSPORTS; t++)
		e->via_room[t] = sizeof "Via: SIP/2.0/UDP ;branch=;rport\r\n" - 1 +
		                 BRANCH_SIZE - 1 + ts->sent_by[t].n;
}

struct endpoint *endpoint_new(struct loop *l, const struct endpoint_settings *s,
                              const struct endpoint_ops *ops, void *arg, struct fault *f)
{
	static const struct transport_ops transport_ops = {
		on_message, on_broken, on_opened, on_closed, on_unreachable,
	};
	static const struct transaction_ops transaction_ops = {
		on_send, on_request, on_ack, on_cancelled, request_on_response, on_failed,
		on_unreadable,
	};
	struct endpoint *e = mem_zalloc(sizeof *e);
	struct transaction_settings ts = s->transaction;
	char sent_by[SIP_TRANSPORTS][ADDRESS_MAX];

	e->loop = l;
	e->ops = ops;
	e->arg = arg;
	e->uas = s->uas;
	e->resolver = s->resolver;
	e->armed = UINT64_MAX;
	e->accepted_end = &e->accepted;
	e->accepted_for = 64 * (ts.t1 != 0 ? ts.t1 : T1_DEFAULT);
	e->requests = ids_new();
	e->by_transaction = ids_new();
	e->timer = timer_new(l, on_time, e);
	e->transport = transport_new(l, &s->transport, &transport_ops, e, f);
	if (e->transport == NULL) {
		endpoint_free(&e);
		return NULL;
	}
	set_sent_by(e, s, &ts, sent_by);
	e->transactions = transactions_new(&ts, &transaction_ops, e);
	return e;
}

void endpoint_free(struct endpoint **ep)
{
	struct endpoint *e = *ep;

	if (e == NULL)
		return;
	*ep = NULL;
	requests_free(e);
	transactions_free(&e->transactions);
	transport_free(&e->transport);
	timer_free(&e->timer);
	ids_free(&e->requests);
	ids_free(&e->by_transaction);
	hops_free(&e->hops);
	free(e);
}

bool endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a)
{
	bool done = transaction_respond(e->transactions, id, a, loop_now(e->loop));

	endpoint_arm(e);
	return done;
}

bool endpoint_tag(const struct endpoint *e, uint64_t id, char out[TRANSACTION_TAG_SIZE])
{
	return transaction_tag(e->transactions, id, out);
}

void endpoint_renew(struct endpoint *e, struct tls_context *server, struct tls_context *client)
{
	transport_renew(e->transport, server, client);
}

void endpoint_drain(struct endpoint *e)
{
	e->uas.draining = true;
}

size_t endpoint_pending(const struct endpoint *e)
{
	struct transactions_counts c;

	transactions_count(e->transactions, &c);
	return ids_count(e->requests) + c.unanswered;
}

const struct transport *endpoint_transport(const struct endpoint *e)
{
	return e->transport;
}

void endpoint_local(const struct endpoint *e, size_t n, struct address *out)
{
	transport_local(e->transport, n, out);
}
