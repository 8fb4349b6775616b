/* A message of a partner's user becomes a MESSAGE (RFC 7572 4).  One is under way
 * to a target at a time, the others wait in order (RFC 3428 8). */
#include "gateway/gateway_private.h"

#include <stdlib.h>

#include "gateway/message_map.h"
#include "gateway/message_request.h"
#include "gateway/partner_type.h"
#include "gateway/watch.h"
#include "lib/counts.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "sip/message.h"

/* What an answer to a stanza takes of it. */
static const char *const kept[] = { "from", "to", "id", "type" };
#define KEPT      (sizeof kept / sizeof kept[0])
#define KEPT_TYPE 3

/* A message on its way: thousands may wait, so one piece of memory holds all that
 * is kept of each, and of the stanza only what an answer takes. */
struct outgoing {
	struct region *memory; /* this and what it points to */
	struct outgoing *next;
	struct view attribute[KEPT]; /* p NULL: there was none */
	struct view request;
	struct view call_id; /* for the log */
	struct view partner; /* whose; by its primary domain of then */
	uint64_t held;       /* uplink_hold() */
};

struct target {    /* a user of ours who is written to */
	char *key; /* the bare address */
	uint64_t id;
	struct outgoing *first, **last; /* the first one is under way */
	size_t n;
};

struct message_inward {
	struct gateway *gateway;
	struct map *targets; /* bare address -> struct target */
	struct ids *ids;
	struct counts *waiting; /* of partners; those under way do not wait */
	size_t n;           /* of all targets */
	struct buf request; /* being made */
};

static const struct originator originator;

/* --- the end of one --------------------------------------------------------------- */

static void outgoing_free(struct outgoing *x)
{
	struct region *memory = x->memory;

	region_free(&memory);
}

static void target_free(struct message_inward *in, struct target *t)
{
	ids_remove(in->ids, t->id);
	map_remove(in->targets, view_of(t->key));
	free(t->key);
	free(t);
}

/* The first one is done.  False: it was the last, and the target is gone. */
static bool drop_first(struct gateway *g, struct target *t)
{
	struct message_inward *in = g->message_inward;
	struct outgoing *x = t->first;

	t->first = x->next;
	t->n--;
	in->n--;
	uplink_settled(g->uplink, x->held);
	outgoing_free(x);
	if (t->first != NULL) {
		counts_remove(in->waiting, t->first->partner);
		return true;
	}
	target_free(in, t);
	return false;
}

/* As much of the stanza as an answer takes. */
static struct element *stub_of(const struct outgoing *x)
{
	struct element *stub = element_new(x->memory, NS_SERVER, "message");

	for (size_t i = 0; i < KEPT; i++)
		if (x->attribute[i].p != NULL)
			element_set(x->memory, stub, kept[i], x->attribute[i]);
	return stub;
}

static void failed(struct gateway *g, struct target *t, const struct sip_failure *f)
{
	struct xmpp_error e;

	g->counters.messages_inward_failed++;
	error_from_sip(f, t->first->memory, &e);
	log_event(LOG_INFO, "message-failed", LOG_S("to", t->key),
	          LOG_V("call-id", t->first->call_id),
	          LOG_N("status", f->status > 0 ? (uint64_t)f->status : 0),
	          LOG_V("words", f->reason), LOG_S("condition", e.condition),
	          LOG_S("row", e.row));
	if (message_failure_is_told(t->first->attribute[KEPT_TYPE], f->status))
		bounce_error(g, stub_of(t->first), &e);
}

/* Sends the first one; those that cannot be sent are answered. */
static void send_first(struct gateway *g, struct target *t)
{
	static const struct sip_failure no_room = {
		.status = SIP_NO_WAY, .reason = VIEW_INIT("too many requests are under way")
	};

	while (!originate(g, &originator, t->id, t->first->request)) {
		failed(g, t, &no_room);
		if (!drop_first(g, t))
			return;
	}
}

/* Behind the first one, which is under way: nothing calls that back. */
static void drop_given_back(struct gateway *g, struct target *t)
{
	struct outgoing **at = &t->first->next, *x;

	while ((x = *at) != NULL) {
		if (!uplink_gives_back(g->uplink, x->held)) {
			at = &x->next;
			continue;
		}
		log_event(LOG_INFO, "message-given-back", LOG_S("to", t->key),
		          LOG_V("call-id", x->call_id));
		*at = x->next;
		t->n--;
		g->message_inward->n--;
		counts_remove(g->message_inward->waiting, x->partner);
		outgoing_free(x);
	}
	t->last = at;
}

void message_inward_given_back(struct gateway *g)
{
	size_t pos = 0;
	void *target;

	while (ids_next(g->message_inward->ids, &pos, NULL, &target))
		drop_given_back(g, target);
}

static void advance(struct gateway *g, struct target *t)
{
	if (drop_first(g, t))
		send_first(g, t);
}

/* --- what becomes of it ------------------------------------------------------------ */

static struct view contact_of(const struct sip_message *m)
{
	struct sip_address a;
	struct view value = sip_message_value(m, SIP_CONTACT);

	return value.p != NULL && sip_address_read(value, &a, NULL) ? a.uri.text
	                                                            : (struct view){ NULL, 0 };
}

static void on_response(struct gateway *g, uint64_t ref, const struct sip_message *m)
{
	struct target *t = ids_get(g->message_inward->ids, ref);
	struct sip_failure f = { .status = (int)m->status, .reason = m->reason };
	uint32_t after;

	if (t == NULL || m->status < 200)
		return;
	if (m->status < 300) {
		g->counters.messages_inward++;
		log_event(LOG_INFO, "message-delivered", LOG_S("to", t->key),
		          LOG_V("call-id", m->call_id), LOG_N("status", m->status));
	} else {
		f.contact = contact_of(m);
		if (sip_retry_after_read(sip_message_value(m, SIP_RETRY_AFTER), &after))
			f.retry_after = after;
		failed(g, t, &f);
	}
	advance(g, t);
}

static void on_failed(struct gateway *g, uint64_t ref, int status, const char *words)
{
	struct target *t = ids_get(g->message_inward->ids, ref);
	struct sip_failure f = { .status = status, .reason = view_of(words) };

	if (t == NULL)
		return;
	failed(g, t, &f);
	advance(g, t);
}

static const struct originator originator = { on_response, on_failed };

/* --- on its way --------------------------------------------------------------------- */

static struct outgoing *outgoing_new(const struct element *stanza, struct view call_id,
                                     struct view partner, struct view request)
{
	struct view attribute[KEPT];
	size_t n = sizeof(struct outgoing) + call_id.n + partner.n + request.n;
	struct region *memory;
	struct outgoing *x;

	for (size_t i = 0; i < KEPT; i++) {
		attribute[i] = element_attr(stanza, kept[i]);
		n += attribute[i].n;
	}
	memory = region_new_for(n);
	x = region_alloc(memory, sizeof *x);
	x->memory = memory;
	x->request = region_copy(memory, request);
	x->call_id = region_copy(memory, call_id);
	x->partner = region_copy(memory, partner);
	for (size_t i = 0; i < KEPT; i++)
		if (attribute[i].p != NULL)
			x->attribute[i] = region_copy(memory, attribute[i]);
	return x;
}

static struct target *target_of(struct message_inward *in, struct view key)
{
	struct target *t = map_get(in->targets, key);

	if (t != NULL)
		return t;
	t = mem_zalloc(sizeof *t);
	t->key = view_dup(key);
	t->id = ids_add(in->ids, t);
	t->last = &t->first;
	map_put(in->targets, key, t);
	return t;
}

/* Attack: writing to a phone that never answers, to many of them, so that nobody else
 * can.  The first of each is under way and does not wait. */
static bool has_no_room(const struct gateway *g, const struct target *t, struct view partner)
{
	const struct gateway_settings *s = g->settings;
	const struct counts *waiting = g->message_inward->waiting;

	return t->n > 0 &&
	       (message_queue_is_full(t->n - 1, s->sip.queue_limit) ||
	        message_queue_is_full(counts_all(waiting), s->sip.queue_total) ||
	        message_partner_is_full(counts_of(waiting, partner), s->sip.partner_queue_limit));
}

static void queue(struct gateway *g, const struct element *stanza, const struct parties *p,
                  const struct im_out *im, struct view request, struct region *r)
{
	struct message_inward *in = g->message_inward;
	struct target *t = target_of(in, message_queue_of(&p->ours, r));
	struct view partner = view_of(p->partner->domain);
	struct outgoing *x;

	if (has_no_room(g, t, partner)) {
		struct xmpp_error full = error_local(LOCAL_QUEUE_FULL);

		bounce_error(g, stanza, &full);
		return;
	}
	x = outgoing_new(stanza, im->call_id, partner, request);
	x->held = uplink_hold(g->uplink);
	*t->last = x;
	t->last = &x->next;
	t->n++;
	in->n++;
	if (t->first == x)
		send_first(g, t);
	else
		counts_add(in->waiting, partner);
}

static void send_text(struct gateway *g, const struct element *stanza, const struct parties *p,
                      struct im_out *im, struct region *r)
{
	struct buf *request = &g->message_inward->request;

	buf_clear(request);
	message_request(g, im, r, request);
	if (size_rule_refuses(message_request_size(buf_len(request), g->cseq),
	                      g->settings->sip.message_limit)) {
		struct xmpp_error e = error_local(LOCAL_TOO_LONG);

		bounce_error(g, stanza, &e);
		return;
	}
	log_event(LOG_INFO, "message-in", LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")), LOG_V("id", im->id),
	          LOG_V("call-id", im->call_id), LOG_N("bytes", im->body.n),
	          LOG_V("body", loggable(g, im->body)));
	queue(g, stanza, p, im, buf_view(request), r);
}

/* --- the stanza ----------------------------------------------------------------------- */

void message_inward_stanza(struct gateway *g, const struct element *stanza, struct region *r)
{
	const struct gateway_settings *s = g->settings;
	const struct im_style style = { .resource = s->sip.profile == PROFILE_RFC,
		                        .request_max = s->sip.message_limit };
	struct xmpp_error e;
	struct parties p;
	struct im_out im;
	const char *row;
	enum cause c;

	c = parties_inward(g, stanza, r, &p, &row);
	if (c == CAUSE_NONE) {
		row = "partner-type";
		c = partner_may_message(p.partner->type,
		                        watch_sip_added(g, &p.ours, &p.theirs));
	}
	if (c == CAUSE_NONE) {
		row = "message";
		c = message_to_im(stanza, &p.theirs, &p.ours, &style, r, &im);
	}
	if (c != CAUSE_NONE) {
		if (message_wants_an_answer(stanza))
			bounce_cause(g, stanza, c, row);
		else
			ignore_stanza(stanza, c, row);
		return;
	}
	switch (im.kind) {
	case IM_TEXT:
		send_text(g, stanza, &p, &im, r);
		return;
	case IM_REFUSED:
		e = error_local(im.refusal);
		bounce_error(g, stanza, &e);
		return;
	case IM_STATE: /* pager mode has no session to be typing in (RFC 7573 6) */
	case IM_NOTHING:
	case IM_ERROR:
		ignore_stanza(stanza, CAUSE_NONE, "message");
		return;
	}
}

/* --- life ------------------------------------------------------------------------------ */

size_t message_inward_waiting(const struct gateway *g)
{
	return g->message_inward->n;
}

struct message_inward *message_inward_new(struct gateway *g)
{
	struct message_inward *in = mem_zalloc(sizeof *in);

	in->gateway = g;
	in->targets = map_new();
	in->waiting = counts_new();
	in->ids = ids_new();
	return in;
}

void message_inward_free(struct message_inward **mp)
{
	struct message_inward *in = *mp;
	size_t pos = 0;
	struct view key;
	void *value;

	*mp = NULL;
	if (in == NULL)
		return;
	while (map_next(in->targets, &pos, &key, &value)) {
		struct target *t = value;

		while (t->first != NULL) {
			struct outgoing *x = t->first;

			t->first = x->next;
			outgoing_free(x);
		}
		target_free(in, t);
	}
	map_free(&in->targets);
	counts_free(&in->waiting);
	ids_free(&in->ids);
	buf_free(&in->request);
	free(in);
}
