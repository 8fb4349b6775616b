/* A MESSAGE of our user becomes a stanza (RFC 7572 5), and its answer says what
 * became of that: docs/link.md 5. */
#include "gateway/gateway_private.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/message_answer.h"
#include "gateway/message_map.h"
#include "gateway/watch.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "sip/message.h"
#include "sip/writer.h"

/* A MESSAGE that waits for its answer.  Bounded: each has a transaction. */
struct waiting {
	struct waiting *next, **at; /* in a queue, by due time */
	uint64_t transaction;
	char stanza[STANZA_ID_SIZE];
	enum message_stage stage;
	uint64_t due;
	bool full; /* the target has a resource */
};

struct queue { /* all of it wait equally long: first is due first */
	struct waiting *first, **last;
};

struct message_outward {
	struct gateway *gateway;
	struct map *by_stanza; /* stanza id -> struct waiting */
	struct queue unknown, handed;
	struct timer *timer;
};

/* --- the queues ------------------------------------------------------------ */

static void enqueue(struct queue *q, struct waiting *w)
{
	w->next = NULL;
	w->at = q->last;
	*q->last = w;
	q->last = &w->next;
}

static void dequeue(struct queue *q, struct waiting *w)
{
	*w->at = w->next;
	if (w->next != NULL)
		w->next->at = w->at;
	else
		q->last = w->at;
}

static struct queue *queue_of(struct message_outward *o, const struct waiting *w)
{
	return w->stage == MESSAGE_SENT ? &o->unknown : &o->handed;
}

static void arm(struct message_outward *o)
{
	uint64_t due = UINT64_MAX;

	if (o->unknown.first != NULL)
		due = o->unknown.first->due;
	if (o->handed.first != NULL && o->handed.first->due < due)
		due = o->handed.first->due;
	if (due == UINT64_MAX)
		timer_clear(o->timer);
	else
		timer_set(o->timer, due);
}

static void forget(struct message_outward *o, struct waiting *w)
{
	dequeue(queue_of(o, w), w);
	map_remove(o->by_stanza, view_of(w->stanza));
	free(w);
}

/* --- answers ---------------------------------------------------------------- */

static void answered(const struct waiting *w, unsigned status, const char *row)
{
	log_event(LOG_INFO, "message-answered", LOG_S("stanza", w->stanza),
	          LOG_N("status", status), LOG_S("row", row));
}

static void accept_(struct message_outward *o, struct waiting *w)
{
	struct gateway *g = o->gateway;
	unsigned status = message_accepted_status(g->settings->sip.profile);

	g->counters.messages_outward++;
	answered(w, status, "handed");
	answer(g, w->transaction, status, NULL, (struct view){ NULL, 0 });
	forget(o, w);
}

static void refuse(struct message_outward *o, struct waiting *w, const struct sip_error *e)
{
	struct buf fields = { 0 };

	o->gateway->counters.messages_outward_failed++;
	if (e->contact.n != 0)
		sip_write_address(&fields, SIP_CONTACT, (struct view){ NULL, 0 }, e->contact,
		                  (struct view){ NULL, 0 });
	if (e->allow)
		sip_write_tokens(&fields, SIP_ALLOW, gateway_methods, gateway_n_methods);
	answered(w, (unsigned)e->status, e->row);
	answer(o->gateway, w->transaction, (unsigned)e->status, NULL, buf_view(&fields));
	buf_free(&fields);
	forget(o, w);
}

static void refuse_cause(struct message_outward *o, struct waiting *w, enum cause cause)
{
	struct sip_error e = { .status = (int)answer_status(cause), .row = cause_label(cause) };

	refuse(o, w, &e);
}

static void due(void *arg)
{
	struct message_outward *o = arg;
	uint64_t now = loop_now(o->gateway->loop);

	while (o->unknown.first != NULL && o->unknown.first->due <= now)
		refuse_cause(o, o->unknown.first, CAUSE_NOT_HANDED);
	while (o->handed.first != NULL && o->handed.first->due <= now)
		accept_(o, o->handed.first);
	arm(o);
}

/* --- the request -------------------------------------------------------------- */

static void refuse_request(struct gateway *g, uint64_t id, const struct sip_message *m,
                           const struct im_refusal *why)
{
	struct buf fields = { 0 };

	g->counters.messages_outward_failed++;
	if (why->cause != CAUSE_NONE) {
		answer_cause(g, id, m, why->cause, "message");
		return;
	}
	if (why->accept)
		sip_write_value(&fields, SIP_ACCEPT, VIEW(BODY_ACCEPT));
	answer_log("request-refused", m, (unsigned)why->status, CAUSE_NONE, why->words);
	answer(g, id, (unsigned)why->status, NULL, buf_view(&fields));
	buf_free(&fields);
}

static struct element *make_stanza(const struct gateway *g, struct im_in *im,
                                   const struct parties *p, struct view id, struct region *r)
{
	bool chat = g->settings->sip.profile == PROFILE_LYNC;

	im->from = p->from;
	im->to = p->to;
	return im_to_message(im, chat, date_is_told(im->date, wall_clock_ms()), id, r);
}

static void log_taken(const struct gateway *g, const struct sip_message *m,
                      const struct im_in *im, const char *id)
{
	log_event(LOG_INFO, "message-out", LOG_V("from", m->from.uri.text),
	          LOG_V("to", m->uri_text), LOG_V("call-id", m->call_id), LOG_S("stanza", id),
	          LOG_N("bytes", m->body.n), LOG_V("body", loggable(g, im->body.text)));
}

static void send_message(struct gateway *g, uint64_t id, const struct element *message,
                         bool full, const char *stanza)
{
	struct message_outward *o = g->message_outward;
	struct waiting *w = mem_zalloc(sizeof *w);

	w->transaction = id;
	w->full = full;
	w->due = loop_now(g->loop) + g->settings->sip.answer_wait;
	memcpy(w->stanza, stanza, sizeof w->stanza);
	enqueue(&o->unknown, w);
	map_put(o->by_stanza, view_of(w->stanza), w);
	if (uplink_send_awaited(g->uplink, message))
		count_stanza(g->counters.stanzas_sent, message);
	else
		refuse_cause(o, w, uplink_refuses(g->uplink));
	arm(o);
}

/* Nearly always it is clear without writing it. */
static bool is_too_large(const struct element *message, size_t limit)
{
	return stanza_wire_size_at_most(message) > limit &&
	       size_rule_refuses(stanza_wire_size(message), limit);
}

void message_outward_request(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	static const struct im_refusal too_large = {
		.status = 413, .words = "a stanza larger than partners take"
	};
	const struct gateway_settings *s = g->settings;
	const struct im_style style = { .stanza_max = s->sip.stanza_limit };
	struct region *r = region_new();
	struct im_refusal why;
	struct parties p;
	struct im_in im;
	char stanza[STANZA_ID_SIZE];
	struct element *message;
	const char *row;
	enum cause c;

	c = parties_outward(g, m, r, &p, &row);
	if (c != CAUSE_NONE) {
		g->counters.messages_outward_failed++;
		answer_cause(g, id, m, c, row);
		goto out;
	}
	if (!im_from_request(m, &style, r, &im, &why)) {
		refuse_request(g, id, m, &why);
		goto out;
	}
	stanza_id(stanza);
	message = make_stanza(g, &im, &p, view_of(stanza), r);
	/* A partner ends the stream of all for one that is too large (RFC 6120 13.12). */
	if (is_too_large(message, s->sip.stanza_limit)) {
		refuse_request(g, id, m, &too_large);
		goto out;
	}
	log_taken(g, m, &im, stanza);
	message_typing_saw(g, &p, &im, r);
	send_message(g, id, message, p.to.resource.n != 0, stanza);
out:
	region_free(&r);
}

/* --- what the edge says ---------------------------------------------------------- */

bool message_outward_handed(struct gateway *g, struct view stanza)
{
	struct message_outward *o = g->message_outward;
	struct waiting *w = map_get(o->by_stanza, stanza);
	uint64_t wait = g->settings->sip.ack_wait;

	if (w == NULL || w->stage == MESSAGE_HANDED)
		return w != NULL;
	dequeue(&o->unknown, w);
	w->stage = MESSAGE_HANDED;
	w->due = loop_now(g->loop) + wait;
	enqueue(&o->handed, w);
	if (message_may_be_accepted(w->stage, wait == 0))
		accept_(o, w);
	arm(o);
	return true;
}

bool message_outward_error(struct gateway *g, const struct element *stanza, struct region *r)
{
	struct message_outward *o = g->message_outward;
	struct view id = element_attr(stanza, "id");
	struct waiting *w = map_get(o->by_stanza, id);
	struct error_style style = { .no_global = !g->settings->sip.global_failures };
	struct stanza_error e;
	struct sip_error out;

	if (!stanza_error_read(stanza, r, &e))
		return false;
	if (w == NULL) {
		/* Behind its 2xx, or none of ours: nobody is left to be told (P3). */
		g->counters.messages_bounced_late++;
		log_event(LOG_INFO, "message-bounced-late", LOG_V("stanza", id),
		          LOG_V("from", element_attr(stanza, "from")),
		          LOG_V("to", element_attr(stanza, "to")),
		          LOG_V("condition", e.condition));
		return false;
	}
	error_to_sip(&e, w->full, false, &style, r, &out);
	refuse(o, w, &out);
	arm(o);
	return true;
}

bool message_outward_lost(struct gateway *g, const struct element *stanza)
{
	struct message_outward *o = g->message_outward;
	struct waiting *w = map_get(o->by_stanza, element_attr(stanza, "id"));

	if (w == NULL)
		return false;
	refuse_cause(o, w, CAUSE_NO_EDGE);
	arm(o);
	return true;
}

bool message_outward_awaits(const struct gateway *g, struct view stanza)
{
	return map_get(g->message_outward->by_stanza, stanza) != NULL;
}

void message_outward_give_up(struct gateway *g)
{
	struct message_outward *o = g->message_outward;

	while (o->unknown.first != NULL)
		refuse_cause(o, o->unknown.first, CAUSE_NOT_HANDED);
	while (o->handed.first != NULL)
		accept_(o, o->handed.first);
	arm(o);
}

/* --- life ---------------------------------------------------------------------------- */

size_t message_outward_waiting(const struct gateway *g)
{
	return map_count(g->message_outward->by_stanza);
}

struct message_outward *message_outward_new(struct gateway *g)
{
	struct message_outward *o = mem_zalloc(sizeof *o);

	o->gateway = g;
	o->by_stanza = map_new();
	o->unknown.last = &o->unknown.first;
	o->handed.last = &o->handed.first;
	o->timer = timer_new(g->loop, due, o);
	return o;
}

void message_outward_free(struct message_outward **mp)
{
	struct message_outward *o = *mp;

	*mp = NULL;
	if (o == NULL)
		return;
	while (o->unknown.first != NULL)
		forget(o, o->unknown.first);
	while (o->handed.first != NULL)
		forget(o, o->handed.first);
	map_free(&o->by_stanza);
	timer_free(&o->timer);
	free(o);
}
