/* What a managed stream adds (XEP-0198 4 to 6). */
#include "edge/written.h"

#include <assert.h>

#include "edge/count.h"
#include "edge/router.h"
#include "xmpp/sm_element.h"

static void overdue(void *arg)
{
	struct written *w = arg;

	if (w->silent != NULL)
		w->silent(w->arg);
}

static void wait_for_ack(struct written *w)
{
	timer_set(w->overdue, loop_now(w->edge->loop) + w->edge->settings->ack_ms);
}

void written_manage(struct written *w, bool resumable, void (*silent)(void *arg), void *arg)
{
	const struct edge_settings *s = w->edge->settings;

	w->sm = sm_new(s->unacked_stanzas, s->unacked_bytes);
	w->before = queue_count(w->sent);
	w->resumable = resumable;
	w->overdue = timer_new(w->edge->loop, overdue, w);
	w->silent = silent;
	w->arg = arg;
}

void written_rests(struct written *w)
{
	w->asked = false;
	w->silent = NULL;
	if (w->overdue != NULL)
		timer_clear(w->overdue);
}

void written_move(struct written *to, struct written *from, void (*silent)(void *arg),
                  void *arg)
{
	struct written fresh = *to;
	size_t unmanaged = queue_count(fresh.sent);

	/* The stream was open before the session came to it (XEP-0288): that is
	 * no part of it, and arrives with the stream. */
	queue_put_in_front(from->sent, fresh.sent);
	from->before += unmanaged;
	written_rests(from);
	timer_free(&from->overdue);
	*to = *from;
	*from = fresh;
	to->stream = fresh.stream;
	from->stream = 0;
	to->overdue = timer_new(to->edge->loop, overdue, to);
	to->silent = silent;
	to->arg = arg;
}

void written_ask(struct written *w, struct conn *c)
{
	struct region *r;

	if (w->sm == NULL || sm_unacked(w->sm) == 0)
		return;
	r = region_new();
	if (stream_send(conn_stream(c), sm_request(r))) {
		w->asked = true;
		conn_touch(c);
		/* Attack: one that answers, and acknowledges nothing: the
		 * time runs on. */
		if (!timer_is_set(w->overdue))
			wait_for_ack(w);
	}
	region_free(&r);
}

struct acking {
	struct written *w;
	const struct partner *partner;
};

static void acknowledged(void *arg, uint64_t tag)
{
	const struct acking *a = arg;

	(void)tag; /* the heads stand in the same order */
	written_arrived(a->w, a->partner);
	written_hand_over(a->w, a->partner);
}

enum cause written_acked(struct written *w, uint32_t h, const struct partner *partner)
{
	size_t before = sm_unacked(w->sm);
	enum cause cause = sm_ack(w->sm, h, acknowledged, &(struct acking){ w, partner });

	if (cause != CAUSE_NONE)
		return cause;
	if (sm_unacked(w->sm) == 0)
		timer_clear(w->overdue);
	else if (sm_unacked(w->sm) < before)
		wait_for_ack(w);
	return CAUSE_NONE;
}

static void answer(const struct written *w, struct conn *c)
{
	struct region *r = region_new();

	stream_send(conn_stream(c), sm_answer(r, w->sm));
	conn_touch(c);
	region_free(&r);
}

enum cause written_told(struct written *w, struct conn *c, const struct element *e,
                        const struct partner *partner)
{
	enum cause cause;
	uint32_t h;

	if (view_is(e->name, "r")) {
		answer(w, c);
		return CAUSE_NONE;
	}
	if (!view_is(e->name, "a") || !sm_read_h(e, &h))
		return CAUSE_UNEXPECTED_ELEMENT;
	cause = written_acked(w, h, partner);
	if (cause != CAUSE_NONE)
		return cause;
	w->asked = false;
	written_ask(w, c); /* for what was sent since the last */
	return CAUSE_NONE;
}

void written_return(struct written *w, enum cause cause, const char *words)
{
	uint64_t origin;

	while (sm_take_unacked(w->sm, &origin) != NULL)
		; /* who sent it is in `sent`, too */
	written_bounce(w, cause, words);
}

void written_again(struct written *w, struct conn *c)
{
	sm_resend(w->sm, conn_stream(c));
	w->asked = false;
	written_ask(w, c);
	conn_touch(c);
}

void written_requeue(struct written *w, struct queue *q)
{
	struct queue *again = queue_new(SIZE_MAX, SIZE_MAX); /* bounded as they were written */
	const struct element *e;
	struct queued head;
	uint64_t origin;

	while ((e = sm_take_unacked(w->sm, &origin)) != NULL) {
		bool known = queue_head(w->sent, &head);

		assert(known); /* written_put() */
		(void)known;
		queue_put(again, e, head.bytes, origin);
		queue_drop(w->sent);
	}
	queue_put_in_front(q, again);
	queue_free(&again);
}
