/* What a watcher of XMPP may not have heard: it is kept until a partner has it, and said
 * again behind a break of the link and behind a kill (docs/why/012). */
#include "gateway/watch_xmpp_private.h"

#include "gateway/stamp.h"

/* So many watches in a turn, so that a hundred thousand do not fill the window of
 * the link at once. */
#define SLICE    100
#define SLICE_MS 10
/* A link that is up takes nothing more: then it is tried again. */
#define FULL_MS 1000

/* --- told ---------------------------------------------------------------------------- */

/* Once for all that a turn has brought: the disk is waited for as often as the edge
 * answers a batch, and not for each. */
void xmpp_watch_note_told(void *arg)
{
	watch_write_gathered(((struct watch_xmpp *)arg)->gateway);
}

static void has_heard(struct xmpp_watch *w)
{
	struct gateway *g = w->all->gateway;

	xmpp_watch_unsay(w);
	w->owed = false;
	if (w->owed_on_disk) {
		w->owed_on_disk = false;
		store_told(g->store, STORE_XMPP_WATCHES, view_of(w->watcher),
		           view_of(w->presentity));
		loop_defer(g->loop, xmpp_watch_note_told, w->all);
	}
	xmpp_watch_drop_if_empty(w);
}

void watch_xmpp_acknowledged(struct gateway *g, uint64_t tag)
{
	struct xmpp_watch *w = ids_get(g->watch_xmpp->saying, tag);

	if (w != NULL)
		has_heard(w); /* else another word was said behind it */
}

void watch_xmpp_handed(struct gateway *g, struct view from, struct view to, struct view id)
{
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, to, from);

	if (w != NULL && w->saying != 0 && view_is(id, w->said))
		has_heard(w); /* likewise */
}

/* --- behind a break of the link ---------------------------------------------------------- */

static void catch_up_one(struct xmpp_watch *w)
{
	xmpp_watch_say(w);
	if (w->auth != STORE_GRANTED)
		return;
	if (!w->stale) {
		xmpp_watch_tell_untold(w);
		return;
	}
	/* What he may still take for there is not known one by one. */
	w->stale = !xmpp_watch_tell(w, "unavailable");
	if (w->stale)
		return;
	for (struct shown *s = w->shown; s != NULL; s = s->next)
		s->untold = !s->gone;
	xmpp_watch_tell_untold(w);
}

void xmpp_watch_catch_up(void *arg)
{
	struct watch_xmpp *all = arg;
	uint64_t now = loop_now(all->gateway->loop);
	struct sip_entry *e, *next;

	for (int i = 0; i < SLICE;) {
		enum cause c = uplink_refuses(all->gateway->uplink);

		if (c == CAUSE_QUEUE_FULL)
			timer_set(all->link_timer, now + FULL_MS);
		if (c != CAUSE_NONE)
			return; /* when it comes up, this begins again */
		e = sip_table_bucket(&all->watches, &all->link_pos);
		if (e == NULL)
			return;
		for (; e != NULL; e = next, i++) {
			next = e->next;
			catch_up_one(xmpp_watch_of_pair(e));
		}
	}
	timer_set(all->link_timer, now + SLICE_MS);
}

static void begin(struct watch_xmpp *all, uint64_t at)
{
	all->link_pos = 0;
	timer_set(all->link_timer, at);
}

void xmpp_watch_later(struct watch_xmpp *all)
{
	begin(all, loop_now(all->gateway->loop) + FULL_MS);
}

void watch_xmpp_session(struct gateway *g)
{
	g->watch_xmpp->sessions++;
	begin(g->watch_xmpp, loop_now(g->loop));
}

void watch_xmpp_link(struct gateway *g, bool up)
{
	if (up)
		begin(g->watch_xmpp, loop_now(g->loop));
	else
		timer_clear(g->watch_xmpp->link_timer);
}

/* --- what came back ------------------------------------------------------------------------ */

/* The watch that a stanza of ours was about; both bare. */
static struct xmpp_watch *watch_of(struct gateway *g, struct view from, struct view to,
                                   struct region *r)
{
	struct jid ours, theirs;

	if (!jid_read(from, r, &ours, NULL) || !jid_read(to, r, &theirs, NULL))
		return NULL;
	return xmpp_watch_find(g->watch_xmpp, jid_bare(&theirs, r), jid_bare(&ours, r));
}

/* A new one beyond SHOWN_MAX is not taken: then all is said from the start. */
static struct shown *keep_good_bye(struct xmpp_watch *w, struct view resource)
{
	const struct presence gone = { .resource = resource,
		                       .priority = PRIORITY_NONE,
		                       .stamp = STAMP_NONE,
		                       .idle_since = STAMP_NONE };

	shown_set(&w->shown, &gone, wall_clock_ms());
	w->stale = w->stale || shown_find(w->shown, resource) == NULL;
	return shown_find(w->shown, resource);
}

/* What is shown of that resource now is untold; of one that has left and is forgotten, that
 * it has left. */
static void lost_presence(struct xmpp_watch *w, struct view type, struct view from)
{
	struct view bare, resource;
	struct shown *s;

	view_cut(from, '/', &bare, &resource);
	if (resource.n == 0) {
		w->stale = w->stale || !shown_any_available(w->shown);
		return;
	}
	s = shown_find(w->shown, resource);
	if (s == NULL && view_is(type, "unavailable"))
		s = keep_good_bye(w, resource);
	if (s != NULL)
		s->untold = true;
}

void watch_xmpp_lost(struct gateway *g, const struct element *stanza)
{
	struct region *r = region_new();
	struct view type = element_attr(stanza, "type"), from = element_attr(stanza, "from");
	struct xmpp_watch *w = watch_of(g, from, element_attr(stanza, "to"), r);

	if (w == NULL) {
		/* nobody is owed anything any more */
	} else if (view_is(type, "subscribed") || view_is(type, "unsubscribed") ||
	           view_is(type, "error")) {
		xmpp_watch_unsay(w);
	} else {
		lost_presence(w, type, from);
	}
	region_free(&r);
	xmpp_watch_later(g->watch_xmpp);
}

void watch_xmpp_refused(struct gateway *g, const struct element *error, const struct parties *p,
                        struct region *r)
{
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, jid_bare(&p->theirs, r),
	                                       jid_bare(&p->ours, r));

	if (w == NULL || w->said[0] == '\0' || !view_is(element_attr(error, "id"), w->said))
		return;
	w->said[0] = '\0';
	if (w->auth == STORE_GRANTED) {
		/* He has not heard that he may watch: said again with the next state, and at
		 * his next sign of life.  When the disk does not take that, a kill forgets
		 * it. */
		if (!w->owed_on_disk)
			xmpp_watch_authorise(w, STORE_GRANTED, true);
		xmpp_watch_unsay(w);
		w->owed = true;
	} else if (w->auth == STORE_NONE && w->saying != 0) {
		/* Nor will he hear that he may not: a probe of his is answered so (P50). */
		has_heard(w);
	}
}
