/* What a watcher of XMPP says (RFC 8048 5.2, 7.1). */
#include "gateway/watch_xmpp_private.h"

#include <stdlib.h>

#include "gateway/partner_type.h"
#include "gateway/watch_rules.h"
#include "lib/log.h"

/* SUBSCRIBE now, unless one is under way. */
static void want(struct xmpp_watch *w)
{
	xmpp_watch_step(w, subscriber_want(&w->subscriber, loop_now(w->all->gateway->loop)));
}

/* NULL, or the row of what forbids one watch more. */
static const char *no_room(const struct watch_xmpp *all, struct view watcher)
{
	const struct gateway *g = all->gateway;

	if (!watch_has_room(g))
		return "watch-limit";
	if (!watch_partner_has_room(counts_of(all->partners_of, watch_partner_of(g, watcher)),
	                            g->settings->sip.partner_watch_limit))
		return "partner-watch-limit";
	return watch_user_has_room(counts_of(all->watches_of, watcher),
	                           g->settings->sip.user_watch_limit)
	               ? NULL
	               : "user-watch-limit";
}

static void on_subscribe(struct gateway *g, const struct element *stanza, struct view watcher,
                         struct view presentity)
{
	struct watch_xmpp *all = g->watch_xmpp;
	struct xmpp_watch *w = xmpp_watch_find(all, watcher, presentity);
	struct view id = element_attr(stanza, "id");
	const char *full = no_room(all, watcher);

	if (w == NULL && full != NULL) {
		bounce_cause(g, stanza, CAUSE_WATCH_LIMIT, full);
		return;
	}
	w = xmpp_watch_make(all, watcher, presentity);
	xmpp_watch_alive(w);
	if (w->auth == STORE_GRANTED) {
		/* He seems not to know it. */
		xmpp_watch_unsay(w);
		w->owed = true;
		xmpp_watch_say(w);
		want(w);
		return;
	}
	/* What is asked for is on the disk before it is asked. */
	if (w->auth == STORE_NONE && !xmpp_watch_authorise(w, STORE_ASKED, false)) {
		bounce_cause(g, stanza, CAUSE_STORE_FAILED, "store");
		xmpp_watch_drop_if_empty(w);
		return;
	}
	free(w->asked_id);
	w->asked_id = id.n != 0 ? view_dup(id) : NULL;
	log_event(LOG_INFO, "watch-asked", LOG_S("watcher", w->watcher),
	          LOG_S("presentity", w->presentity));
	if (w->active)
		xmpp_watch_grant(w); /* she has said yes, and he has not heard it */
	want(w);
}

static void on_unsubscribe(struct gateway *g, const struct element *stanza, struct view watcher,
                           struct view presentity)
{
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, watcher, presentity);
	enum subscriber_step step;

	if (!watch_leaving_is_answered(w != NULL ? w->auth : STORE_NONE)) {
		ignore_stanza(stanza, CAUSE_NONE, "not-watching");
		return;
	}
	w = xmpp_watch_make(g->watch_xmpp, watcher, presentity);
	/* The permission is gone at once, and so is what he sees; who asks again asks
	 * anew. */
	xmpp_watch_authorise(w, STORE_NONE, true);
	w->owed = true;
	xmpp_watch_tell_good_byes(w);
	step = subscriber_leave(&w->subscriber);
	xmpp_watch_step(w, step);
	/* Behind the 2xx to what ends the dialog (RFC 8048 5.2.3, P9); without one, now. */
	if (step != STEP_END && !w->subscriber.end_wanted)
		xmpp_watch_say(w);
	xmpp_watch_drop_if_empty(w);
}

static void on_probe(struct gateway *g, const struct element *stanza, struct view watcher,
                     struct view presentity, struct view device)
{
	struct watch_xmpp *all = g->watch_xmpp;
	struct xmpp_watch *w = xmpp_watch_find(all, watcher, presentity);

	if (w == NULL) {
		const char *full = no_room(all, watcher);

		if (full != NULL) {
			ignore_stanza(stanza, CAUSE_WATCH_LIMIT, full);
			return;
		}
		w = xmpp_watch_make(all, watcher, presentity);
	}
	if (w->auth == STORE_NONE) {
		xmpp_watch_poll(w, device);
		return;
	}
	xmpp_watch_alive(w);
	if (w->auth == STORE_ASKED && w->active)
		xmpp_watch_grant(w);
	xmpp_watch_say(w);
	if (w->auth == STORE_GRANTED && subscriber_has_dialog(&w->subscriber) &&
	    w->subscriber.notified)
		xmpp_watch_tell_all(w, device);
	else if ((w->away || w->absent) && w->subscriber.state == SUBSCRIBER_LATER)
		xmpp_watch_tell_absent(w, device); /* as he was told; it is not time to ask */
	else
		want(w);
}

void watch_xmpp_stanza(struct gateway *g, const struct element *stanza, const struct parties *p,
                       struct region *r)
{
	struct view type = element_attr(stanza, "type");
	struct view watcher = jid_bare(&p->theirs, r), presentity = jid_bare(&p->ours, r);
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, watcher, presentity);
	bool begins = view_is(type, "subscribe") || view_is(type, "probe");
	enum cause c;

	if (begins) {
		c = partner_may_subscribe(p->partner->type,
		                          watch_sip_added(g, &p->ours, &p->theirs));
		/* Alike whether she is there or not (LYNC-TYPE-7). */
		if (c != CAUSE_NONE && view_is(type, "subscribe"))
			bounce_cause(g, stanza, c, "partner-type");
		else if (c != CAUSE_NONE)
			ignore_stanza(stanza, c, "partner-type");
		if (c != CAUSE_NONE)
			return;
	}
	if (view_is(type, "subscribe"))
		on_subscribe(g, stanza, watcher, presentity);
	else if (view_is(type, "unsubscribe"))
		on_unsubscribe(g, stanza, watcher, presentity);
	else if (view_is(type, "probe"))
		on_probe(g, stanza, watcher, presentity, p->ours.resource);
	else if (w != NULL && type.n == 0 && w->auth != STORE_NONE) {
		/* He is there: his watch goes on. */
		xmpp_watch_alive(w);
		want(w);
	}
	/* unavailable is no sign of life; the watch runs out by itself. */
}
