/* What a watcher of XMPP is told (RFC 8048 5.2, 6.1); and what he could not be told
 * while the link was down, when it is up again. */
#include "gateway/watch_xmpp_private.h"

#include <stdio.h>

#include "lib/log.h"

/* So many watches in a turn, so that a hundred thousand do not fill the window of
 * the link at once. */
#define SLICE    100
#define SLICE_MS 10

static bool link_is_up(const struct xmpp_watch *w)
{
	return uplink_refuses(w->all->gateway->uplink) == CAUSE_NONE;
}

bool xmpp_watch_tell(struct xmpp_watch *w, const char *type)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence");
	char id[STANZA_ID_SIZE];
	bool ok;

	stanza_id(id);
	element_set(r, e, "from", view_of(w->presentity));
	element_set(r, e, "to", view_of(w->watcher));
	element_set(r, e, "id", view_of(id));
	element_set(r, e, "type", view_of(type));
	ok = send_stanza(w->all->gateway, e);
	if (ok && view_is(view_of(type), "subscribed"))
		snprintf(w->said, sizeof w->said, "%s", id);
	region_free(&r);
	return ok;
}

void xmpp_watch_tell_one(struct xmpp_watch *w, const struct presence *p)
{
	struct region *r = region_new();
	struct jid who, watcher;
	char id[STANZA_ID_SIZE];

	stanza_id(id);
	if (jid_read(view_of(w->presentity), r, &who, NULL) &&
	    jid_read(view_of(w->watcher), r, &watcher, NULL) &&
	    !send_stanza(w->all->gateway, presence_write(p, &who, &watcher, view_of(id), r)))
		w->stale = true;
	region_free(&r);
}

struct presence xmpp_watch_gone(const struct presence *p)
{
	struct presence gone = *p;

	gone.available = false;
	gone.show = SHOW_NONE;
	gone.status = NULL;
	gone.priority = PRIORITY_NONE;
	return gone;
}

void xmpp_watch_tell_gone(struct xmpp_watch *w)
{
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (!s->gone) {
			struct presence p = xmpp_watch_gone(&s->presence);

			xmpp_watch_tell_one(w, &p);
		}
	shown_clear(&w->shown);
}

void xmpp_watch_tell_all(struct xmpp_watch *w)
{
	if (w->shown == NULL)
		xmpp_watch_tell(w, "unavailable");
	for (const struct shown *s = w->shown; s != NULL; s = s->next)
		xmpp_watch_tell_one(w, &s->presence);
}

/* --- permission ------------------------------------------------------------------------ */

void xmpp_watch_grant(struct xmpp_watch *w)
{
	if (!link_is_up(w)) {
		log_event(LOG_INFO, "watch-waits", LOG_S("watcher", w->watcher),
		          LOG_S("presentity", w->presentity), LOG_S("for", "subscribed"));
		return; /* it stays asked, and active */
	}
	if (xmpp_watch_authorise(w, STORE_GRANTED))
		xmpp_watch_tell(w, "subscribed");
	/* else the next NOTIFY tries again */
}

void xmpp_watch_deny(struct xmpp_watch *w)
{
	w->denied = !link_is_up(w);
	if (w->denied) {
		log_event(LOG_INFO, "watch-waits", LOG_S("watcher", w->watcher),
		          LOG_S("presentity", w->presentity), LOG_S("for", "unsubscribed"));
		return;
	}
	xmpp_watch_tell(w, "unsubscribed");
	xmpp_watch_tell_gone(w);
	xmpp_watch_authorise(w, STORE_NONE);
}

/* --- behind a break of the link ----------------------------------------------------------- */

static void catch_up_one(struct xmpp_watch *w)
{
	bool stale = w->stale;

	if (w->denied) {
		xmpp_watch_deny(w);
		xmpp_watch_drop_if_empty(w);
		return;
	}
	if (w->auth == STORE_ASKED && w->active) {
		xmpp_watch_grant(w);
		stale = w->auth == STORE_GRANTED;
	}
	if (!stale || w->auth != STORE_GRANTED)
		return;
	w->stale = false;
	xmpp_watch_tell_all(w);
}

void xmpp_watch_catch_up(void *arg)
{
	struct watch_xmpp *all = arg;
	struct sip_entry *e, *next;

	for (int i = 0; i < SLICE;) {
		if (uplink_refuses(all->gateway->uplink) != CAUSE_NONE)
			return; /* it comes up again, and this begins again */
		e = sip_table_bucket(&all->watches, &all->link_pos);
		if (e == NULL)
			return;
		for (; e != NULL; e = next, i++) {
			next = e->next;
			catch_up_one(xmpp_watch_of_pair(e));
		}
	}
	timer_set(all->link_timer, loop_now(all->gateway->loop) + SLICE_MS);
}

void watch_xmpp_link(struct gateway *g, bool up)
{
	struct watch_xmpp *all = g->watch_xmpp;

	timer_clear(all->link_timer);
	if (!up)
		return;
	all->link_pos = 0;
	timer_set(all->link_timer, loop_now(g->loop));
}

/* The watch that a stanza of ours was about; both bare. */
static struct xmpp_watch *watch_of(struct gateway *g, struct view from, struct view to,
                                   struct region *r)
{
	struct jid ours, theirs;

	if (!jid_read(from, r, &ours, NULL) || !jid_read(to, r, &theirs, NULL))
		return NULL;
	return xmpp_watch_find(g->watch_xmpp, jid_bare(&theirs, r), jid_bare(&ours, r));
}

/* He does not know that he may watch: whatever the disk says, he is to be told. */
static void unheard(struct xmpp_watch *w)
{
	xmpp_watch_authorise(w, STORE_ASKED);
	w->auth = STORE_ASKED;
}

void watch_xmpp_lost(struct gateway *g, const struct element *stanza)
{
	struct region *r = region_new();
	struct view type = element_attr(stanza, "type");
	struct view from = element_attr(stanza, "from"), to = element_attr(stanza, "to");
	struct xmpp_watch *w = watch_of(g, from, to, r);

	if (view_is(type, "unsubscribed")) {
		if (w == NULL)
			w = xmpp_watch_make(g->watch_xmpp, to, from);
		w->denied = true;
	} else if (w != NULL && view_is(type, "subscribed")) {
		unheard(w);
	} else if (w != NULL) {
		w->stale = true;
	}
	region_free(&r);
	if (uplink_refuses(g->uplink) == CAUSE_NONE)
		watch_xmpp_link(g, true);
}

void watch_xmpp_refused(struct gateway *g, const struct element *error, const struct parties *p,
                        struct region *r)
{
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, jid_bare(&p->theirs, r),
	                                       jid_bare(&p->ours, r));

	/* He has not heard that he may watch: said again at his next sign of life. */
	if (w != NULL && w->auth == STORE_GRANTED && w->said[0] != '\0' &&
	    view_is(element_attr(error, "id"), w->said)) {
		w->said[0] = '\0';
		unheard(w);
	}
}
