/* What a partner's user says to a watcher of ours (RFC 8048 5.3, 6.2). */
#include "gateway/watch_sip_private.h"

#include "gateway/watch_rules.h"
#include "lib/log.h"

static void pump_all(struct sip_pair *p)
{
	for (struct sip_dialog *d = p->dialogs, *next; d != NULL; d = next) {
		next = d->next;
		sip_dialog_pump(d);
	}
}

void sip_pair_changed(struct sip_pair *p)
{
	for (struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
		notifier_changed(&d->notifier);
	pump_all(p);
}

/* --- state ----------------------------------------------------------------------------- */

/* A poll has what it waited for. */
static void end_polls(struct sip_pair *p)
{
	for (struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
		if (d->poll_due != 0) {
			d->poll_due = 0;
			notifier_end(&d->notifier, NOTIFIER_TIMEOUT);
		}
}

static void on_state(struct sip_pair *p, const struct element *stanza,
                     const struct parties *who, struct region *r)
{
	struct presence x;
	bool changed;

	if (p->auth != STORE_GRANTED) {
		/* A probe for a poll may be answered all the same. */
		bool polled = false;

		for (const struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
			polled = polled || d->poll_due != 0;
		if (!polled) {
			ignore_stanza(stanza, CAUSE_NONE, "not-granted");
			return;
		}
	}
	if (!presence_read(stanza, &who->from, r, &x)) {
		ignore_stanza(stanza, CAUSE_NONE, "no-presence");
		return;
	}
	changed = !p->known;
	if (!x.available && x.resource.n == 0)
		changed = shown_all_gone(p->shown) || changed;
	else if (watch_device_is_told(x.available, p->known,
	                              shown_find(p->shown, x.resource) != NULL))
		changed = shown_set(&p->shown, &x, wall_clock_ms()) || changed;
	p->known = true;
	sip_pair_counted(p, x.resource);
	end_polls(p);
	if (changed)
		sip_pair_changed(p);
	else
		pump_all(p);
}

/* --- permission ----------------------------------------------------------------------------- */

static void on_subscribed(struct sip_pair *p, const struct element *stanza)
{
	if (p->auth != STORE_ASKED) {
		ignore_stanza(stanza, CAUSE_NONE, "not-asked"); /* granted, or never asked */
		return;
	}
	p->asked_at = 0;
	if (!sip_pair_authorise(p, STORE_GRANTED))
		return; /* still asked: the next SUBSCRIBE asks again, today */
	for (struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
		notifier_allow(&d->notifier);
	pump_all(p);
}

/* He has refused, or taken it back. */
static void deny(struct sip_pair *p, enum notifier_reason why)
{
	if (p->auth == STORE_NONE) {
		/* A poll of somebody without permission is refused by it, too. */
		for (struct sip_dialog *d = p->dialogs; d != NULL; d = d->next)
			if (d->poll_due != 0) {
				d->poll_due = 0;
				notifier_end(&d->notifier, why);
			}
		pump_all(p);
		return;
	}
	sip_pair_authorise(p, STORE_NONE);
	shown_clear(&p->shown);
	p->known = false;
	p->asked_at = 0;
	for (struct sip_dialog *d = p->dialogs; d != NULL; d = d->next) {
		d->poll_due = 0;
		sip_dialog_end(d, why);
	}
	pump_all(p);
	sip_pair_drop_if_empty(p);
}

static void on_error(struct sip_pair *p, const struct element *stanza, struct region *r)
{
	enum notifier_reason why;
	struct stanza_error e;

	if (p->auth != STORE_ASKED || !stanza_error_read(stanza, r, &e))
		return;
	why = watch_reason_for_error(e.condition);
	log_event(LOG_INFO, "watch-error", LOG_S("watcher", p->watcher),
	          LOG_S("presentity", p->presentity), LOG_V("condition", e.condition),
	          LOG_S("reason", why == NOTIFIER_NO_REASON ? "stays pending"
	                                                    : notifier_reason_word(why)));
	if (why != NOTIFIER_NO_REASON)
		deny(p, why);
	else
		p->asked_at = 0; /* asked again with the next SUBSCRIBE */
}

void watch_sip_stanza(struct gateway *g, const struct element *stanza,
                      const struct parties *who, struct region *r)
{
	struct view type = element_attr(stanza, "type");
	struct sip_pair *p = sip_pair_find(g->watch_sip, jid_bare(&who->ours, r),
	                                   jid_bare(&who->theirs, r));

	if (p == NULL) {
		ignore_stanza(stanza, CAUSE_NONE, "not-watched");
		return;
	}
	if (view_is(type, "subscribed"))
		on_subscribed(p, stanza);
	else if (view_is(type, "unsubscribed"))
		deny(p, NOTIFIER_REJECTED);
	else if (view_is(type, "error"))
		on_error(p, stanza, r);
	else
		on_state(p, stanza, who, r);
}
