#include "edge/link_private.h"

#include <stdlib.h>

#include "edge/bounce.h"
#include "lib/log.h"
#include "lib/mem.h"

static void on_expiry(void *arg)
{
	session_end(arg, "not resumed in time");
}

/* The oldest that waits for its gateway; NULL: none waits. */
static struct link_session *oldest_waiting(const struct link *l)
{
	struct link_session *oldest = NULL;
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(l->sessions, &pos, &id, &value)) {
		struct link_session *s = value;

		if (s->on == NULL &&
		    (oldest == NULL || s->order < oldest->order))
			oldest = s;
	}
	return oldest;
}

struct link_session *session_new(struct link_conn *c, struct link_names *domains,
                                 bool resumable)
{
	struct link *l = c->link;
	struct link_session *s = mem_zalloc(sizeof *s), *waits;

	/* Attack: a gateway that begins session after session, each left to
	 * wait.  Those on a connection are bounded by the connections. */
	while (ids_count(l->sessions) >= l->settings->link.connections &&
	       (waits = oldest_waiting(l)) != NULL)
		session_end(waits, "too many sessions");
	s->link = l;
	s->order = ++l->started;
	s->gateway = mem_strdup(c->gateway);
	s->domains = *domains;
	*domains = (struct link_names){ NULL, 0 };
	s->sm = sm_new(l->settings->link.window_stanzas,
	               l->settings->link.window_bytes);
	s->resumable = resumable;
	s->expiry = timer_new(l->loop, on_expiry, s);
	s->handed_end = &s->handed;
	s->on = c;
	c->session = s;
	s->id = ids_add(l->sessions, s);
	return s;
}

static void drop_handed(struct link_session *s, size_t n)
{
	while (n-- > 0 && s->handed != NULL) {
		struct link_handed *h = s->handed;

		s->handed = h->next;
		if (s->handed == NULL)
			s->handed_end = &s->handed;
		s->n_handed--;
		s->handed_bytes -= h->bytes;
		free(h->from);
		free(h->to);
		free(h->id);
		free(h);
	}
}

void session_free(struct link_session *s)
{
	ids_remove(s->link->sessions, s->id);
	if (s->on != NULL)
		s->on->session = NULL;
	timer_free(&s->expiry);
	drop_handed(s, s->n_handed);
	sm_free(&s->sm);
	link_names_clear(&s->domains);
	free(s->gateway);
	free(s);
}

void session_end(struct link_session *s, const char *why)
{
	struct link *l = s->link;
	const struct element *e;
	size_t returned = 0;
	uint64_t tag;

	/* From here nobody finds it: what is returned must not come back. */
	ids_remove(l->sessions, s->id);
	if (s->on != NULL && !stream_is_closed(s->on->stream)) {
		stream_refuse(s->on->stream, (struct view){ NULL, 0 },
		              CAUSE_CONFLICT, NULL);
		link_conn_touch(s->on);
	}
	while ((e = sm_take_unacked(s->sm, &tag)) != NULL)
		if (tag == TAG_PARTNER) {
			returned++;
			l->ops.undelivered(l->arg, e);
		}
	log_event(LOG_INFO, "link-session-ended", LOG_N("session", s->id),
	          LOG_S("gateway", s->gateway), LOG_S("why", why),
	          LOG_N("returned", returned));
	session_free(s);
}

struct link_session *session_resumed_by(struct link *l, struct view previd,
                                        struct view gateway)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	while (ids_next(l->sessions, &pos, &id, &value)) {
		struct link_session *s = value;

		if (s->resumable && view_is(previd, sm_id(s->sm)))
			return gateway_may_resume(view_of(s->gateway), gateway)
			               ? s : NULL;
	}
	return NULL;
}

void session_detach(struct link_session *s)
{
	struct link *l = s->link;

	if (!s->resumable || l->draining) {
		session_end(s, "connection lost");
		return;
	}
	s->on->session = NULL;
	s->on = NULL;
	s->asked = false;
	timer_set(s->expiry, loop_now(l->loop) + l->settings->link.resume_ms);
	log_event(LOG_WARN, "link-session-waits", LOG_N("session", s->id),
	          LOG_S("gateway", s->gateway),
	          LOG_N("unacknowledged", sm_unacked(s->sm)));
}

static void write_handed(struct link_session *s, const struct link_handed *h)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_LINK, "handed");

	element_set(r, e, "from", view_of(h->from));
	element_set(r, e, "to", view_of(h->to));
	element_set(r, e, "id", view_of(h->id));
	stream_send(s->on->stream, e);
	link_conn_touch(s->on);
	region_free(&r);
}

void session_attach(struct link_session *s, struct link_conn *c)
{
	const struct edge_settings *set = s->link->settings;
	struct link_names still = { NULL, 0 };
	struct link_conn *old = s->on;

	if (old != NULL) {
		/* It broke and nobody has noticed here yet. */
		old->session = NULL;
		stream_refuse(old->stream, (struct view){ NULL, 0 },
		              CAUSE_CONFLICT, NULL);
		link_conn_touch(old);
	}
	for (size_t i = 0; i < s->domains.n; i++)
		if (own_domain(set, view_of(s->domains.name[i])) != NULL)
			link_names_add(&still, view_of(s->domains.name[i]));
	link_names_clear(&s->domains);
	s->domains = still;
	timer_clear(s->expiry);
	s->on = c;
	c->session = s;
	s->asked = false;
	/* False only when the stream is closed: all is still kept then. */
	if (sm_resend(s->sm, c->stream))
		for (const struct link_handed *h = s->handed; h != NULL;
		     h = h->next)
			write_handed(s, h);
}

void session_send(struct link_session *s, const struct element *e, uint64_t tag)
{
	sm_sent(s->sm, e, tag);
	if (s->on == NULL)
		return;		/* sent when it is resumed */
	/* A stream that is closing takes nothing: then it is kept, too. */
	stream_send(s->on->stream, e);
	link_conn_touch(s->on);
}

void session_overrun(struct link_session *s)
{
	if (s->on != NULL) {
		stream_refuse(s->on->stream, (struct view){ NULL, 0 },
		              CAUSE_SEND_BACKLOG,
		              "the gateway acknowledges nothing");
		link_conn_touch(s->on);
	}
	session_end(s, "the gateway acknowledges nothing");
}

void session_send_handed(struct link_session *s, const struct element *stanza)
{
	const struct edge_settings *set = s->link->settings;
	struct view from = element_attr(stanza, "from");
	struct view to = element_attr(stanza, "to");
	struct view id = element_attr(stanza, "id");
	struct link_handed *h;

	/* Attack: a gateway that never answers <r/>, with long names. */
	if (s->n_handed >= set->link.window_stanzas ||
	    s->handed_bytes >= set->link.window_bytes) {
		session_overrun(s);
		return;
	}
	h = mem_zalloc(sizeof *h);
	h->from = view_dup(from);
	h->to = view_dup(to);
	h->id = view_dup(id);
	h->bytes = sizeof *h + from.n + to.n + id.n;
	s->handed_bytes += h->bytes;
	*s->handed_end = h;
	s->handed_end = &h->next;
	s->n_handed++;
	if (s->on != NULL)
		write_handed(s, h);
}

enum cause session_acked(struct link_session *s, uint32_t h)
{
	enum cause c = sm_ack(s->sm, h, NULL, NULL);

	if (c != CAUSE_NONE)
		return c;
	/* The answer was written behind everything the gateway had read when
	 * the question came: what was handed before it has arrived. */
	if (s->asked)
		drop_handed(s, s->n_covered);
	s->asked = false;
	s->n_covered = 0;
	return CAUSE_NONE;
}

void session_ask(struct link_session *s, bool always)
{
	struct region *r;

	if (s->asked ||
	    (!always && sm_unacked(s->sm) == 0 && s->n_handed == 0))
		return;
	r = region_new();
	if (stream_send(s->on->stream, element_new(r, NS_SM, "r"))) {
		s->asked = true;
		s->n_covered = s->n_handed;
	}
	region_free(&r);
}
