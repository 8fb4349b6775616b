/* What a watcher of XMPP is told (RFC 8048 5.2, 6.1). */
#include "gateway/watch_xmpp_private.h"

#include <string.h>

#include "gateway/stamp.h"
#include "gateway/watch_rules.h"

static bool tell(struct xmpp_watch *w, const char *type, char said[STANZA_ID_SIZE])
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
	if (said != NULL)
		memcpy(said, id, sizeof id);
	ok = send_stanza(w->all->gateway, e);
	w->absent = w->absent || view_is(view_of(type), "unavailable");
	if (!ok)
		xmpp_watch_later(w->all);
	region_free(&r);
	return ok;
}

bool xmpp_watch_tell(struct xmpp_watch *w, const char *type)
{
	return tell(w, type, NULL);
}

void xmpp_watch_tell_one(struct xmpp_watch *w, const struct presence *p)
{
	struct region *r = region_new();
	struct shown *s = shown_find(w->shown, p->resource);
	struct jid who, watcher;
	char id[STANZA_ID_SIZE];
	bool ok = false;

	stanza_id(id);
	if (jid_read(view_of(w->presentity), r, &who, NULL) &&
	    jid_read(view_of(w->watcher), r, &watcher, NULL))
		ok = send_stanza(w->all->gateway,
		                 presence_write(p, &who, &watcher, view_of(id),
		                                w->all->gateway->settings->sip.stanza_limit, r));
	if (s != NULL) { /* else it is of a device that somebody asked for */
		s->untold = !ok;
		w->absent = !shown_any_available(w->shown);
	}
	if (!ok)
		xmpp_watch_later(w->all);
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

static void tell_shown(struct xmpp_watch *w, struct shown *s)
{
	struct presence p = s->gone ? xmpp_watch_gone(&s->presence) : s->presence;

	xmpp_watch_tell_one(w, &p);
}

void xmpp_watch_tell_gone(struct xmpp_watch *w)
{
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (!s->gone || s->untold) {
			s->gone = true;
			tell_shown(w, s);
		}
	shown_drop_gone(&w->shown);
}

void xmpp_watch_tell_untold(struct xmpp_watch *w)
{
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (s->untold)
			tell_shown(w, s);
	shown_drop_gone(&w->shown);
}

void xmpp_watch_tell_good_byes(struct xmpp_watch *w)
{
	/* What he may still take for there is not known one by one. */
	if (w->stale)
		w->stale = !xmpp_watch_tell(w, "unavailable");
	xmpp_watch_tell_gone(w);
}

void xmpp_watch_tell_absent(struct xmpp_watch *w, struct view device)
{
	const struct presence absent = { .resource = device,
		                         .priority = PRIORITY_NONE,
		                         .stamp = STAMP_NONE,
		                         .idle_since = STAMP_NONE };

	if (device.n != 0)
		xmpp_watch_tell_one(w, &absent);
	else if (!xmpp_watch_tell(w, "unavailable"))
		w->stale = true;
}

void xmpp_watch_tell_away(struct xmpp_watch *w)
{
	if (w->shown != NULL)
		xmpp_watch_tell_gone(w);
	else if (!w->away)
		xmpp_watch_tell_absent(w, (struct view){ NULL, 0 });
	w->away = true;
}

void xmpp_watch_tell_all(struct xmpp_watch *w, struct view device)
{
	bool any = false;

	for (struct shown *s = w->shown; s != NULL; s = s->next)
		if (watch_probe_shows(device, s->presence.resource)) {
			any = true;
			tell_shown(w, s);
		}
	if (!any)
		xmpp_watch_tell_absent(w, device);
	shown_drop_gone(&w->shown);
}

/* --- permission ------------------------------------------------------------------------ */

void xmpp_watch_unsay(struct xmpp_watch *w)
{
	ids_remove(w->all->saying, w->saying);
	w->saying = 0;
}

void xmpp_watch_say(struct xmpp_watch *w)
{
	bool granted = w->auth == STORE_GRANTED;

	/* What was on its way in a session that is over may not have arrived. */
	if (w->said_in != w->all->sessions)
		xmpp_watch_unsay(w);
	if (!w->owed || w->saying != 0)
		return;
	/* RFC 6121 3.2.2: first that nothing is seen any more, then why. */
	if (!granted)
		xmpp_watch_tell_good_byes(w);
	w->saying = ids_add(w->all->saying, w);
	w->said_in = w->all->sessions;
	if (!tell(w, granted ? "subscribed" : "unsubscribed", w->said))
		xmpp_watch_unsay(w);
}

void xmpp_watch_grant(struct xmpp_watch *w)
{
	if (xmpp_watch_authorise(w, STORE_GRANTED, true))
		xmpp_watch_say(w);
	/* else the next NOTIFY tries again */
}

void xmpp_watch_deny(struct xmpp_watch *w)
{
	xmpp_watch_authorise(w, STORE_NONE, true);
	xmpp_watch_say(w);
}

void xmpp_watch_fail(struct xmpp_watch *w, const struct sip_failure *f)
{
	struct region *r = region_new();
	struct element *stub = element_new(r, NS_SERVER, "presence");
	struct xmpp_error e;

	xmpp_watch_authorise(w, STORE_NONE, true);
	element_set(r, stub, "from", view_of(w->watcher));
	element_set(r, stub, "to", view_of(w->presentity));
	if (w->asked_id != NULL)
		element_set(r, stub, "id", view_of(w->asked_id));
	error_from_sip(f, r, &e);
	w->saying = ids_add(w->all->saying, w);
	w->said_in = w->all->sessions;
	/* What it was is not kept: that it is over will be said all the same. */
	if (!bounce_error_tagged(w->all->gateway, stub, &e, w->saying)) {
		xmpp_watch_unsay(w);
		xmpp_watch_later(w->all);
	}
	region_free(&r);
}
