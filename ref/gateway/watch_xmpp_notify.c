/* NOTIFY: the presence of a user of ours comes, and goes to the watcher (RFC 6665
 * 4.1.3, RFC 8048 6.1). */
#include "gateway/watch_xmpp_private.h"

#include "gateway/partner_type.h"
#include "gateway/subscribe_rules.h"
#include "gateway/watch_rules.h"
#include "lib/log.h"
#include "sip/message.h"
#include "sip/writer.h"

struct notice { /* a NOTIFY that was read */
	struct sip_subscription_state state;
	struct view language;
	bool has_document;
	struct pidf document;
};

/* --- reading -------------------------------------------------------------------------- */

static unsigned read_body(const struct sip_message *m, struct region *r, struct notice *n)
{
	struct view type = sip_message_value(m, SIP_CONTENT_TYPE);
	struct sip_media media;
	const char *why;

	n->has_document = m->body.n != 0;
	if (!n->has_document)
		return 0;
	if (type.p == NULL || !sip_media_read(type, &media) ||
	    !view_ieq(media.type, VIEW("application")) ||
	    !view_ieq(media.subtype, VIEW("pidf+xml")))
		return 415;
	n->language = sip_message_value(m, SIP_CONTENT_LANGUAGE);
	return pidf_read(m->body, r, &n->document, &why) ? 0 : 400;
}

/* 0, or the status to refuse it with; nothing has changed then. */
static unsigned read_notice(const struct sip_message *m, struct region *r, struct notice *n,
                            const char **row)
{
	struct view value = sip_message_value(m, SIP_SUBSCRIPTION_STATE), id;

	*row = "event";
	if (subscribe_event_refused(m, &id) != 0)
		return 489;
	*row = "event-id"; /* a SUBSCRIBE of ours has none */
	if (subscribe_id_refused(id, VIEW("")) != 0)
		return 481;
	*row = "subscription-state";
	if (value.p == NULL || !sip_subscription_state_read(value, &n->state))
		return 400;
	*row = "body";
	return read_body(m, r, n);
}

/* --- the document ------------------------------------------------------------------------ */

static bool sees_notes(const struct xmpp_watch *w)
{
	struct region *r = region_new();
	struct jid watcher;
	const struct partner *p = NULL;
	bool sees;

	/* By the type of now: a reload may have changed it (LYNC-TYPE-16). */
	if (jid_read(view_of(w->watcher), r, &watcher, NULL))
		p = partner_of(w->all->gateway->settings->partners, watcher.domain);
	sees = p != NULL && partner_sees_notes(p->type);
	region_free(&r);
	return sees;
}

/* Good-byes that the link does not take are kept only while there is room for them. */
static void make_room(struct xmpp_watch *w, const struct shown *old)
{
	if (old != NULL || watch_shows_more(shown_count(w->shown)))
		return;
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (s->gone) {
			s->untold = false;
			w->stale = true;
		}
	shown_drop_gone(&w->shown);
}

/* Full state: what is not in it is gone; only what changed is told (R8048-6). */
static void take_document(struct xmpp_watch *w, const struct notice *n)
{
	const struct presence_style style = { .notes = sees_notes(w) };
	struct presence p;

	for (struct shown *s = w->shown; s != NULL; s = s->next)
		s->marked = false;
	for (const struct pidf_tuple *t = n->document.tuples; t != NULL; t = t->next) {
		struct shown *s;

		if (!presence_from_tuple(&n->document, t, n->language, &style, &p))
			continue;
		if (w->polled != NULL && !watch_probe_shows(view_of(w->polled), p.resource))
			continue;
		s = shown_find(w->shown, p.resource);
		if (s != NULL && watch_is_outdated(s->stamp, t->timestamp)) {
			s->marked = true;
			continue;
		}
		if (!p.available &&
		    !watch_says_good_bye(s != NULL && !s->gone, w->shown != NULL, w->absent))
			continue;
		make_room(w, s);
		if (shown_set(&w->shown, &p, wall_clock_ms()))
			xmpp_watch_tell_one(w, &p);
		s = shown_find(w->shown, p.resource);
		if (s != NULL) {
			s->marked = true;
			s->stamp = t->timestamp;
		}
	}
	if (n->document.count == 0 &&
	    presence_without_tuples(&n->document) == TUPLELESS_IGNORED)
		return;
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (!s->marked && !s->gone) {
			p = xmpp_watch_gone(&s->presence);
			s->gone = true;
			xmpp_watch_tell_one(w, &p);
		}
	shown_drop_gone(&w->shown);
}

/* --- states ---------------------------------------------------------------------------------- */

static void on_active(struct xmpp_watch *w, const struct notice *n)
{
	if (w->auth == STORE_NONE) {
		/* He does not watch any more (or it is a poll, which says
		 * `terminated` next). */
		if (!w->polling)
			xmpp_watch_step(w, subscriber_leave(&w->subscriber));
		return;
	}
	if (w->auth == STORE_ASKED) {
		xmpp_watch_grant(w);
		/* So that the client knows (P12). */
		if (w->auth == STORE_GRANTED && !n->has_document &&
		    !xmpp_watch_tell(w, "unavailable"))
			w->stale = true;
	}
	xmpp_watch_say(w); /* to somebody who could not be reached */
	/* A permission that could not be stored is none yet. */
	if (w->auth == STORE_GRANTED && n->has_document)
		take_document(w, n);
}

static void on_poll_answer(struct xmpp_watch *w, const struct notice *n)
{
	if (!n->has_document || view_ieq(n->state.reason, VIEW("rejected"))) {
		/* He may not see her, or she is not there: alike (P50). */
		xmpp_watch_tell(w, "unsubscribed");
	} else {
		take_document(w, n);
		if (w->shown == NULL && !w->absent)
			xmpp_watch_tell_absent(w, view_of(w->polled));
	}
	shown_clear(&w->shown);
	xmpp_watch_polled(w);
}

static void on_terminated(struct xmpp_watch *w, const struct notice *n)
{
	struct watch_xmpp *all = w->all;
	uint64_t now = loop_now(all->gateway->loop);
	bool polled = w->polling, wanted = xmpp_watch_wanted(w);
	enum subscriber_verdict v = subscriber_terminated(&w->subscriber, n->state.reason,
	                                                  n->state.retry_after,
	                                                  wanted && !polled, now, &all->times);

	xmpp_watch_forget_dialog(w);
	if (polled && w->auth == STORE_NONE) {
		on_poll_answer(w, n);
		return;
	}
	if (polled) { /* he has asked for more meanwhile */
		xmpp_watch_step(w, subscriber_want(&w->subscriber, now));
		return;
	}
	switch (v) {
	case VERDICT_DENIED:
		if (w->auth == STORE_NONE)
			return;
		xmpp_watch_deny(w);
		return;
	case VERDICT_AGAIN:
		/* At once: nobody needs to see a flap. */
		if (w->subscriber.due <= now)
			xmpp_watch_step(
			        w, subscriber_tick(&w->subscriber, wanted, now, &all->times));
		else
			xmpp_watch_tell_gone(w);
		return;
	case VERDICT_OVER:
		if (!view_ieq(n->state.reason, VIEW("invariant")))
			xmpp_watch_tell_gone(w);
		return;
	}
}

static void take(struct xmpp_watch *w, const struct notice *n)
{
	uint64_t now = loop_now(w->all->gateway->loop);

	switch (n->state.state) {
	case SIP_SUBSTATE_ACTIVE:
		subscriber_notified(&w->subscriber, n->state.expires, now, &w->all->times);
		w->active = true;
		w->away = false;
		on_active(w, n);
		break;
	case SIP_SUBSTATE_PENDING:
	case SIP_SUBSTATE_OTHER: /* RFC 6665 4.1.3: as if pending */
		subscriber_notified(&w->subscriber, n->state.expires, now, &w->all->times);
		w->active = false;
		break;
	case SIP_SUBSTATE_TERMINATED:
		on_terminated(w, n);
		break;
	}
	xmpp_watch_arm(w);
	xmpp_watch_drop_if_empty(w);
}

/* In the dialog that is there, or makes it (RFC 6665 4.4.1).  One dialog: a second
 * one, of a fork, is refused by 481 (RFC 6665 4.5.2 lets us). */
static unsigned join(struct xmpp_watch *w, const struct sip_message *m)
{
	struct buf ours = { 0 }, theirs = { 0 };
	unsigned status = 0;

	if (w->dialog == NULL) {
		w->dialog = dialog_of_request(m, view_of(w->tag));
		if (w->dialog == NULL)
			return 400;
		dialog_has_sent(w->dialog, w->cseq);
		return 0;
	}
	dialog_key(w->dialog, &ours);
	dialog_key_of(m, &theirs);
	if (!view_eq(buf_view(&ours), buf_view(&theirs)))
		status = 481;
	else if (!dialog_takes(&w->dialog, m))
		status = 500;
	buf_free(&ours);
	buf_free(&theirs);
	return status;
}

void watch_xmpp_request(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	struct xmpp_watch *w = xmpp_watch_of(g->watch_xmpp, m);
	struct region *r = region_new();
	struct notice n = { .has_document = false };
	const char *row = "dialog";
	unsigned status = w == NULL ? 481 : read_notice(m, r, &n, &row);

	if (status == 0) {
		row = "dialog";
		status = join(w, m);
	}
	if (status != 0) {
		struct buf fields = { 0 };
		const struct view presence = VIEW("presence");

		if (status == 489)
			sip_write_tokens(&fields, SIP_ALLOW_EVENTS, &presence, 1);
		if (status == 415)
			sip_write_value(&fields, SIP_ACCEPT, VIEW(PIDF_TYPE));
		answer_log("request-refused", m, status, CAUSE_NONE, row);
		answer(g, id, status, NULL, buf_view(&fields));
		buf_free(&fields);
	} else {
		answer(g, id, 200, NULL, (struct view){ NULL, 0 });
		take(w, &n);
	}
	region_free(&r);
}
