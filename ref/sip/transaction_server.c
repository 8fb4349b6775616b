/* Answers to requests (RFC 3261 17.2, 9.2). */
#include <stdlib.h>

#include "sip/rfc4320.h"
#include "sip/reply_route.h"
#include "sip/transaction_key.h"
#include "sip/transaction_private.h"
#include "sip/writer.h"

#define TRYING_AFTER 200	/* ms until an INVITE gets its 100 (17.2.1) */
#define OVERLOAD_RETRY "10"	/* s; a flood at a limit is told to stay away so long */

static bool is_server(const struct transaction *x)
{
	return x->machine == SIP_SERVER_INVITE || x->machine == SIP_SERVER_OTHER;
}

static struct transaction *server(const struct transactions *t, uint64_t id)
{
	struct transaction *x = ids_get(t->ids, id);

	return x != NULL && is_server(x) ? x : NULL;
}

/* Half of the key: it is as good as random to who has not the hash's key, and
 * the same for a request that comes again when its transaction is gone. */
static void tag_text(uint64_t key_rest, char out[TRANSACTION_TAG_SIZE])
{
	sip_hash_hex(key_rest, out);
	out[TRANSACTION_TAG_SIZE - 1] = '\0';
}

bool transaction_tag(const struct transactions *t, uint64_t id, char out[TRANSACTION_TAG_SIZE])
{
	const struct transaction *x = server(t, id);

	if (x == NULL)
		return false;
	tag_text(x->key_rest, out);
	return true;
}

/* --- answering ---------------------------------------------------------------- */

void server_refuse(struct transactions *t, const struct sip_message *m,
                   const struct sip_flow *from, unsigned status, const char *reason,
                   const char *retry_after)
{
	struct sip_hash key = transaction_server_key(&t->key, m, m->method_name);
	struct sip_answer a = { .status = status, .reason = reason };
	struct answer_head head;
	struct buf fields = { 0 };
	char tag[TRANSACTION_TAG_SIZE];
	struct sip_flow to;

	/* An ACK is never answered (17). */
	if (m->method == SIP_METHOD_ACK)
		return;
	if (retry_after != NULL)
		sip_write_value(&fields, SIP_RETRY_AFTER, view_of(retry_after));
	a.fields = buf_view(&fields);
	tag_text(key.h[1], tag);
	answer_head_make(t, m, from, tag, &head);
	answer_write(&t->out, &head, &a);
	reply_flow(&m->via, from, &to);
	if (!t->ops->send(t->arg, &to, buf_view(&t->out)))
		t->counts.dropped++;
	buf_free(&fields);
}

static const struct answer_head *head_of(const struct transactions *t,
                                         const struct transaction *x)
{
	return x == t->current ? &t->current_head : x->head;
}

/* What is written stays for repeats, where there can be any. */
static void answer(struct transactions *t, struct transaction *x, const struct sip_answer *a,
                   uint64_t now)
{
	bool final = a->status >= 200;

	if (final)
		transaction_is_answered(t, x);
	answer_write(&t->out, head_of(t, x), a);
	if (!x->reliable || x->machine == SIP_SERVER_INVITE) {
		transaction_keep(t, x, buf_view(&t->out));
	} else {
		transaction_send(t, x, buf_view(&t->out), now);
	}
	/* A 2xx to INVITE is repeated by the core, with what it was given. */
	if (final && x->head != NULL && x->machine != SIP_SERVER_INVITE) {
		t->counts.bytes -= sizeof *x->head + x->head->n;
		free(x->head);
		x->head = NULL;
	}
	transaction_happens(t, x, transaction_status_happening(a->status), NULL, now);
}

bool transaction_respond(struct transactions *t, uint64_t id, const struct sip_answer *a,
                         uint64_t now)
{
	struct transaction *x = server(t, id);
	struct sip_answer allowed = *a;

	if (x == NULL)
		return false;
	if (x->machine == SIP_SERVER_OTHER) {
		allowed.status = rfc4320_status(a->status);
		if (allowed.status == 0)
			return true;
		if (allowed.status != a->status)
			allowed.reason = NULL;
	}
	if (sip_machine_rule((enum sip_machine)x->machine, (enum sip_state)x->state,
	                     transaction_status_happening(allowed.status)) == NULL)
		return false;
	answer(t, x, &allowed, now);
	return true;
}

void server_100(struct transactions *t, struct transaction *x, uint64_t now)
{
	struct sip_answer a = { .status = 100 };

	answer_write(&t->out, head_of(t, x), &a);
	if (!x->reliable || x->machine == SIP_SERVER_INVITE)
		transaction_keep(t, x, buf_view(&t->out));
	transaction_send(t, x, buf_view(&t->out), now);
}

bool transaction_is_merged(const struct transactions *t, uint64_t id,
                           const struct sip_message *m)
{
	struct transaction *x = server(t, id);
	struct sip_entry *e;

	/* 8.2.2.2 speaks of requests outside of a dialog. */
	if (x == NULL || !x->merges || m->to.tag.n != 0)
		return false;
	e = sip_table_first(&t->requests, x->in.same_request.hash);
	return e != &x->in.same_request || sip_table_next(e) != NULL;
}

/* --- requests ----------------------------------------------------------------- */

/* 200 ms for INVITE (17.2.1); for others what a client over UDP needs to get
 * Timer E to T2 (RFC 4320 4.1). */
static uint64_t time_of_100(const struct transactions *t, bool invite)
{
	uint64_t sum = 0;

	if (invite)
		return TRYING_AFTER;
	for (uint64_t e = t->t1; e < t->t2; e *= 2)
		sum += e;
	return sum;
}

static struct transaction *begin(struct transactions *t, const struct sip_message *m,
                                 const struct sip_hash *key, const struct sip_flow *from,
                                 uint64_t now)
{
	bool invite = m->method == SIP_METHOD_INVITE;
	char tag[TRANSACTION_TAG_SIZE];
	struct transaction *x;
	struct sip_flow to;

	reply_flow(&m->via, from, &to);
	x = transaction_new(t, invite ? SIP_SERVER_INVITE : SIP_SERVER_OTHER, key, &to);
	if (x == NULL)
		return NULL;
	x->unanswered = true;
	t->counts.unanswered++;
	if (m->to.tag.n == 0 && m->method != SIP_METHOD_CANCEL) {
		x->merges = true;
		sip_table_add(&t->requests, &x->in.same_request,
		              transaction_request_key(&t->key, m));
	}
	tag_text(key->h[1], tag);
	answer_head_make(t, m, from, tag, &t->current_head);
	t->current = x;
	sip_timer_set(&t->timers, &x->again, now, time_of_100(t, invite));
	if (!invite)
		sip_timer_set(&t->timers, &x->last, now, 64 * t->t1);
	return x;
}

/* The request is not there for much longer: what a late answer needs is kept. */
static void settle(struct transactions *t)
{
	struct transaction *x = t->current;

	t->current = NULL;
	if (x == NULL || x->state == SIP_COMPLETED)
		return;
	x->head = answer_head_dup(&t->current_head);
	t->counts.bytes += sizeof *x->head + x->head->n;
}

static void on_cancel(struct transactions *t, const struct sip_message *m,
                      struct transaction *x, uint64_t now)
{
	struct sip_hash key = transaction_server_key(&t->key, m, VIEW("INVITE"));
	struct transaction *invite = transaction_find(t, &key);
	char tag[TRANSACTION_TAG_SIZE];
	struct sip_answer a = { .status = invite != NULL ? 200 : 481 };
	uint64_t id = invite != NULL && invite->state == SIP_PROCEEDING ? invite->id : 0;

	if (invite != NULL && transaction_tag(t, invite->id, tag))
		a.to_tag = view_of(tag);	/* 9.2: the same for both */
	answer(t, x, &a, now);
	t->current = NULL;
	if (id != 0 && t->ops->cancelled != NULL)
		t->ops->cancelled(t->arg, id);
}

static void on_new(struct transactions *t, const struct sip_message *m,
                   const struct sip_hash *key, const struct sip_flow *from, uint64_t now)
{
	struct transaction *x = begin(t, m, key, from, now);

	if (x == NULL) {
		server_refuse(t, m, from, 503, NULL, OVERLOAD_RETRY);
	} else if (m->method == SIP_METHOD_CANCEL) {
		on_cancel(t, m, x, now);
	} else {
		t->ops->request(t->arg, x->id, m, from);
		settle(t);
	}
}

void server_receive(struct transactions *t, const struct sip_message *m,
                    const struct sip_flow *from, uint64_t now)
{
	bool ack = m->method == SIP_METHOD_ACK;
	struct sip_hash key = transaction_server_key(&t->key, m, ack ? VIEW("INVITE") :
	                                                               m->method_name);
	struct transaction *x = transaction_find(t, &key);

	if (x != NULL && !is_server(x))
		x = NULL;
	if (x != NULL) {
		t->counts.repeats += !ack;
		transaction_happens(t, x, ack ? SIP_ON_ACK : SIP_ON_REQUEST, m, now);
	} else if (!ack) {
		on_new(t, m, &key, from, now);
	} else if (t->ops->ack != NULL) {
		t->ops->ack(t->arg, m, from);
	}
}
