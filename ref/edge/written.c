#include "edge/written.h"

#include "edge/addressing.h"
#include "edge/count.h"
#include "edge/router.h"
#include "edge/stanza_log.h"
#include "xmpp/sm_rules.h"

void written_begin(struct written *w, struct edge *e, uint64_t stream)
{
	*w = (struct written){
		.edge = e,
		.stream = stream,
		.sent = queue_new(SENT_MAX, e->settings->backlog_bytes),
	};
}

void written_free(struct written *w)
{
	queue_free(&w->sent);
	sm_free(&w->sm);
	timer_free(&w->overdue);
}

void written_put(struct written *w, struct conn *c, const struct element *stanza, size_t bytes,
                 uint64_t origin)
{
	struct edge *e = w->edge;
	struct element head = *stanza;

	head.children = head.last = NULL;
	/* XEP-0478: rather than lose the stream, and all others with it. */
	if (!stream_takes(conn_stream(c), stanza)) {
		router_bounce(e, stanza, origin, CAUSE_PEER_LIMIT, NULL);
		return;
	}
	if (w->sm != NULL && sm_is_full(w->sm)) {
		router_bounce(e, stanza, origin, CAUSE_QUEUE_FULL, NULL);
		return;
	}
	if (conn_unsent(c) + bytes > e->settings->backlog_bytes ||
	    !queue_put(w->sent, &head, bytes, origin)) {
		router_bounce(e, stanza, origin, CAUSE_SEND_BACKLOG, NULL);
		return;
	}
	if (w->sm != NULL)
		sm_sent(w->sm, stanza, origin);
	stream_send(conn_stream(c), stanza);
	if (w->sm != NULL && !w->asked)
		written_ask(w, c);
	conn_touch(c);
	stanza_log(e->settings, "stanza-out", w->stream, stanza);
}

static const struct partner *receiver_of(const struct edge *e, const struct element *stanza)
{
	const struct partner *p = NULL;
	struct region *r = region_new();
	struct stanza_addresses a;

	if (addresses_read(stanza, r, &a) == CAUSE_NONE)
		p = partner_of(e->settings->partners, a.to.domain);
	region_free(&r);
	return p;
}

void written_hand_over(struct written *w, const struct partner *partner)
{
	const struct partner *p;
	struct queued head;

	if (!queue_head(w->sent, &head))
		return;
	router_handed(w->edge, head.element, head.origin);
	p = partner != NULL ? partner : receiver_of(w->edge, head.element);
	if (p != NULL)
		edge_tally_of(w->edge, p)->stanzas_outward++;
	queue_drop(w->sent);
}

void written_arrived(struct written *w, const struct partner *partner)
{
	for (; w->before > 0; w->before--)
		written_hand_over(w, partner);
}

void written_flushed(struct written *w, const struct conn *c, const struct partner *partner)
{
	/* Something newer may be behind what was flushed. */
	if (conn_unsent(c) != 0)
		return;
	written_arrived(w, partner);
	if (!sm_is_handed(w->sm != NULL, false))
		return;
	while (queue_count(w->sent) != 0)
		written_hand_over(w, partner);
}

void written_bounce(struct written *w, enum cause cause, const char *words)
{
	struct queued head;

	while (queue_head(w->sent, &head)) {
		router_bounce(w->edge, head.element, head.origin, cause, words);
		queue_drop(w->sent);
	}
}
