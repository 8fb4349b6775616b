/* SUBSCRIBE: a user of ours begins, goes on or ends to watch a partner's
 * (RFC 6665 4.2.1, RFC 8048 5.3). */
#include "gateway/watch_sip_private.h"

#include <stdlib.h>

#include "gateway/address.h"
#include "gateway/subscribe_rules.h"
#include "gateway/watch_rules.h"
#include "lib/log.h"
#include "sip/message.h"
#include "sip/writer.h"

#define EXPIRES_USUAL 3600 /* RFC 3856 6.4 */

struct wish { /* what a SUBSCRIBE asks for */
	bool said;
	uint32_t asked, granted;
	struct view event_id;
};

static void refuse(struct gateway *g, uint64_t id, const struct sip_message *m, unsigned status,
                   const char *row, struct view fields)
{
	answer_log("request-refused", m, status, CAUSE_NONE, row);
	answer(g, id, status, NULL, fields);
}

/* True: it was refused, and is answered. */
static bool refused(struct gateway *g, uint64_t id, const struct sip_message *m, struct wish *w)
{
	const struct gateway_settings *s = g->settings;
	struct buf fields = { 0 };
	const struct view presence = VIEW("presence");
	unsigned status;
	const char *row = "event";

	status = subscribe_event_refused(m, &w->event_id);
	if (status != 0) {
		sip_write_tokens(&fields, SIP_ALLOW_EVENTS, &presence, 1);
		goto out;
	}
	row = "accept";
	status = subscribe_accept_refused(m);
	if (status != 0) {
		/* RFC 3261 21.4.7: so that it may ask for that. */
		sip_write_value(&fields, SIP_ACCEPT, VIEW("application/pidf+xml"));
		goto out;
	}
	row = "expires";
	status = subscribe_expires_refused(m, &w->said, &w->asked);
	if (status != 0)
		goto out;
	w->granted = notifier_grants(w->said, w->asked, EXPIRES_USUAL, s->sip.expires_max);
	row = "expires-min";
	if (notifier_interval_too_brief(w->granted, s->sip.expires_min)) {
		status = 423;
		sip_write_number(&fields, SIP_MIN_EXPIRES, s->sip.expires_min);
	}
out:
	if (status != 0)
		refuse(g, id, m, status, row, buf_view(&fields));
	buf_free(&fields);
	return status != 0;
}

/* 200 with Expires and Contact; its To tag is the dialog's. */
static void accept_(struct gateway *g, uint64_t id, const struct jid *theirs, uint32_t expires,
                    struct view tag)
{
	struct buf fields = { 0 };

	write_contact(g, theirs, &fields);
	sip_write_number(&fields, SIP_EXPIRES, expires);
	(void)endpoint_respond(g->endpoint, id,
	                       &(struct sip_answer){ .status = 200,
	                                             .fields = buf_view(&fields),
	                                             .to_tag = tag,
	                                             .record_route = true });
	buf_free(&fields);
}

/* --- a new one -------------------------------------------------------------------- */

/* A poll gets what is known; what is not known is probed for (P19). */
static void begin_poll(struct sip_dialog *d)
{
	struct sip_pair *p = d->pair;
	const struct gateway *g = p->watch->gateway;

	notifier_begin(&d->notifier, watch_state_for(p->auth), 0, loop_now(g->loop));
	if (p->known && p->auth == STORE_GRANTED) {
		notifier_end(&d->notifier, NOTIFIER_TIMEOUT);
	} else {
		d->poll_due = loop_now(g->loop) + g->settings->sip.poll_wait;
		sip_pair_say(p, "probe");
	}
	sip_dialog_pump(d);
}

static void begin_watch(struct sip_dialog *d, uint32_t expires)
{
	struct sip_pair *p = d->pair;

	notifier_begin(&d->notifier, watch_state_for(p->auth), expires,
	               loop_now(p->watch->gateway->loop));
	sip_dialog_pump(d); /* RFC 6665 4.2.1.2: at once (P8) */
	if (p->auth == STORE_GRANTED)
		sip_pair_say(p, "probe");
	else
		sip_pair_ask(p);
}

static void new_watch(struct gateway *g, uint64_t id, const struct sip_message *m,
                      const struct wish *w, struct region *r)
{
	struct watch_sip *watch = g->watch_sip;
	char tag[TRANSACTION_TAG_SIZE];
	struct dialog *dialog;
	struct sip_dialog *d;
	struct sip_pair *p;
	struct parties who;
	const char *row;
	enum cause c = parties_outward(g, m, r, &who, &row);

	if (c == CAUSE_NONE && !watch_has_room(g)) {
		row = "watch-limit";
		c = CAUSE_WATCH_LIMIT;
	} else if (c == CAUSE_NONE &&
	           !sip_user_has_room(watch, jid_bare(&who.ours, r), jid_bare(&who.theirs, r))) {
		row = "user-watch-limit";
		c = CAUSE_WATCH_LIMIT;
	}
	if (c != CAUSE_NONE) {
		answer_cause(g, id, m, c, row);
		return;
	}
	if (!endpoint_tag(g->endpoint, id, tag))
		return; /* the transaction is gone */
	dialog = dialog_of_request(m, view_of(tag));
	if (dialog == NULL) {
		refuse(g, id, m, 400, "contact", (struct view){ NULL, 0 });
		return;
	}
	p = sip_pair_make(watch, jid_bare(&who.ours, r), jid_bare(&who.theirs, r));
	p->alive = wall_clock();
	/* What is promised by the 200 is on the disk before it. */
	if (w->granted != 0 && p->auth == STORE_NONE && !sip_pair_authorise(p, STORE_ASKED)) {
		dialog_free(&dialog);
		sip_pair_drop_if_empty(p);
		answer_cause(g, id, m, CAUSE_STORE_FAILED, "store");
		return;
	}
	store_alive(g->store, STORE_SIP_WATCHES, view_of(p->watcher), view_of(p->presentity),
	            p->alive);
	d = sip_dialog_make(p, &dialog);
	if (w->event_id.n != 0)
		d->event_id = view_dup(w->event_id);
	accept_(g, id, &who.theirs, w->granted, view_of(tag));
	log_event(LOG_INFO, "watch-begun", LOG_S("watcher", p->watcher),
	          LOG_S("presentity", p->presentity), LOG_N("expires", w->granted),
	          LOG_S("state", store_state_word(p->auth)));
	if (w->granted == 0)
		begin_poll(d);
	else
		begin_watch(d, w->granted);
}

/* --- in its dialog ------------------------------------------------------------------- */

static void refresh(struct gateway *g, uint64_t id, const struct sip_message *m,
                    const struct wish *w, struct sip_dialog *d, struct region *r)
{
	struct sip_pair *p = d->pair;
	struct jid theirs;

	if (subscribe_id_refused(w->event_id, view_of(d->event_id)) != 0) {
		refuse(g, id, m, 481, "event-id", (struct view){ NULL, 0 });
		return;
	}
	if (!dialog_takes(&d->dialog, m)) {
		refuse(g, id, m, 500, "cseq", (struct view){ NULL, 0 });
		return;
	}
	if (d->notifier.state == SIP_SUBSTATE_TERMINATED) {
		refuse(g, id, m, 481, "terminated", (struct view){ NULL, 0 });
		return;
	}
	if (!jid_read(view_of(p->presentity), r, &theirs, NULL))
		return; /* it was read when it was made */
	p->alive = wall_clock();
	store_alive(g->store, STORE_SIP_WATCHES, view_of(p->watcher), view_of(p->presentity),
	            p->alive);
	accept_(g, id, &theirs, w->granted, (struct view){ NULL, 0 });
	if (w->granted == 0) {
		log_event(LOG_INFO, "watch-ended", LOG_S("watcher", p->watcher),
		          LOG_S("presentity", p->presentity));
		sip_dialog_end(d, NOTIFIER_TIMEOUT);
	} else {
		notifier_refresh(&d->notifier, w->granted, loop_now(g->loop));
		if (p->auth == STORE_ASKED)
			sip_pair_ask(p);
		else if (!p->known)
			sip_pair_say(p, "probe");
	}
	sip_dialog_pump(d);
}

void watch_sip_request(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	struct sip_dialog *d = sip_dialog_find(g->watch_sip, m);
	struct region *r = region_new();
	struct wish w;

	if (!refused(g, id, m, &w)) {
		if (d != NULL)
			refresh(g, id, m, &w, d, r);
		else
			new_watch(g, id, m, &w, r);
	}
	region_free(&r);
}
