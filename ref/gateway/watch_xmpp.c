#include "gateway/watch_xmpp_private.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/watch_rules.h"
#include "gateway/watch_sip_private.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"

#define AGAIN_MS 500 /* when there are too many at once */

/* --- finding ----------------------------------------------------------------------- */

struct xmpp_watch *xmpp_watch_of_pair(struct sip_entry *e)
{
	return (struct xmpp_watch *)(void *)((char *)e - offsetof(struct xmpp_watch, by_pair));
}

static struct xmpp_watch *of_tag(struct sip_entry *e)
{
	return (struct xmpp_watch *)(void *)((char *)e - offsetof(struct xmpp_watch, by_tag));
}

static uint64_t hash_of(const struct watch_xmpp *all, struct view a, struct view b)
{
	return sip_hash_list(&all->hash, (const struct view[]){ a, b }, 2, 0).h[0];
}

struct xmpp_watch *xmpp_watch_find(const struct watch_xmpp *all, struct view watcher,
                                   struct view presentity)
{
	struct sip_entry *e = sip_table_first(&all->watches, hash_of(all, watcher, presentity));

	for (; e != NULL; e = sip_table_next(e)) {
		struct xmpp_watch *w = xmpp_watch_of_pair(e);

		if (view_is(watcher, w->watcher) && view_is(presentity, w->presentity))
			return w;
	}
	return NULL;
}

struct xmpp_watch *xmpp_watch_of(const struct watch_xmpp *all, const struct sip_message *m)
{
	struct sip_entry *e = sip_table_first(&all->by_tag,
	                                      hash_of(all, m->call_id, m->to.tag));

	for (; e != NULL; e = sip_table_next(e)) {
		struct xmpp_watch *w = of_tag(e);

		if (view_is(m->call_id, w->call_id) && view_is(m->to.tag, w->tag))
			return w;
	}
	return NULL;
}

bool watch_xmpp_knows(const struct gateway *g, const struct sip_message *m)
{
	return m->to.tag.n != 0 && xmpp_watch_of(g->watch_xmpp, m) != NULL;
}

bool watch_xmpp_shows_open(const struct gateway *g, struct view theirs, struct view ours)
{
	const struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, theirs, ours);

	return w != NULL && shown_any_available(w->shown);
}

/* --- life ---------------------------------------------------------------------------- */

bool xmpp_watch_wanted(const struct xmpp_watch *w)
{
	const struct gateway_settings *s = w->all->gateway->settings;

	switch (w->auth) {
	case STORE_NONE:
		break;
	case STORE_ASKED: /* who waits for a yes gives no signs of life */
		return watch_waits(w->alive, wall_clock(), s->sip.pending / 1000);
	case STORE_GRANTED:
		return watch_is_alive(w->alive, wall_clock(), s->watch_ms / 1000);
	}
	return false;
}

/* Nobody has answered: he is told that his request is over. */
static void give_up(struct xmpp_watch *w)
{
	log_event(LOG_INFO, "watch-given-up", LOG_S("watcher", w->watcher),
	          LOG_S("presentity", w->presentity));
	xmpp_watch_deny(w);
	xmpp_watch_step(w, subscriber_leave(&w->subscriber));
	xmpp_watch_drop_if_empty(w);
}

static void on_due(void *arg, struct due *d)
{
	struct xmpp_watch *w = (struct xmpp_watch *)(void *)((char *)d -
	                                                     offsetof(struct xmpp_watch, due));
	uint64_t now = loop_now(((struct watch_xmpp *)arg)->gateway->loop);
	bool had = subscriber_has_dialog(&w->subscriber);
	enum subscriber_step step;

	/* What is due is for whoever starts again: a dialog begun now would be left behind. */
	if (w->all->gateway->phase != GATEWAY_RUNNING)
		return;
	if (w->auth == STORE_ASKED && !xmpp_watch_wanted(w)) {
		give_up(w);
		return;
	}
	if (w->subscriber.state == SUBSCRIBER_LATER && !watch_may_begin(w->all->under_way)) {
		due_set(w->all->dues, &w->due, now + AGAIN_MS + rng_below(AGAIN_MS));
		return;
	}
	step = subscriber_tick(&w->subscriber, xmpp_watch_wanted(w), now, &w->all->times);
	if (had && !subscriber_has_dialog(&w->subscriber)) {
		/* It ran out, or its NOTIFY never came. */
		xmpp_watch_forget_dialog(w);
		if (step == STEP_NONE)
			xmpp_watch_tell_gone(w);
	}
	xmpp_watch_step(w, step);
	if (step == STEP_NONE)
		xmpp_watch_drop_if_empty(w);
}

struct xmpp_watch *xmpp_watch_make(struct watch_xmpp *all, struct view watcher,
                                   struct view presentity)
{
	struct xmpp_watch *w = xmpp_watch_find(all, watcher, presentity);

	if (w != NULL)
		return w;
	w = mem_zalloc(sizeof *w + watcher.n + 1 + presentity.n + 1);
	w->all = all;
	w->watcher = memcpy(w->text, watcher.p, watcher.n);
	w->presentity = memcpy(w->text + watcher.n + 1, presentity.p, presentity.n);
	w->id = ids_add(all->ids, w);
	sip_table_add(&all->watches, &w->by_pair, hash_of(all, watcher, presentity));
	counts_add(all->watches_of, watcher);
	counts_add(all->partners_of, watch_partner_of(all->gateway, watcher));
	return w;
}

void xmpp_watch_forget_dialog(struct xmpp_watch *w)
{
	dialog_free(&w->dialog);
	w->active = false;
	if (w->call_id[0] == '\0')
		return;
	sip_table_remove(&w->all->by_tag, &w->by_tag);
	w->call_id[0] = w->tag[0] = '\0';
}

void xmpp_watch_new_dialog(struct xmpp_watch *w)
{
	struct watch_xmpp *all = w->all;

	xmpp_watch_forget_dialog(w);
	rng_word(w->call_id, XMPP_WATCH_CALL_ID);
	rng_word(w->tag, XMPP_WATCH_TAG);
	sip_table_add(&all->by_tag, &w->by_tag,
	              hash_of(all, view_of(w->call_id), view_of(w->tag)));
	w->cseq = FIRST_CSEQ;
	w->absent = false;
}

static void xmpp_watch_free(struct xmpp_watch *w)
{
	xmpp_watch_forget_dialog(w);
	sip_table_remove(&w->all->watches, &w->by_pair);
	counts_remove(w->all->watches_of, view_of(w->watcher));
	counts_remove(w->all->partners_of,
	              watch_partner_of(w->all->gateway, view_of(w->watcher)));
	ids_remove(w->all->ids, w->id);
	due_clear(w->all->dues, &w->due);
	xmpp_watch_unsay(w);
	shown_clear(&w->shown);
	free(w->asked_id);
	free(w->polled);
	free(w);
}

void xmpp_watch_drop_if_empty(struct xmpp_watch *w)
{
	if (w->auth == STORE_NONE && w->subscriber.state == SUBSCRIBER_NONE && !w->owed)
		xmpp_watch_free(w);
}

bool xmpp_watch_authorise(struct xmpp_watch *w, enum store_state auth, bool owed)
{
	const uint64_t now = wall_clock();
	const struct store_row row = { .side = STORE_XMPP_WATCHES,
		                       .watcher = view_of(w->watcher),
		                       .presentity = view_of(w->presentity),
		                       .state = auth,
		                       .changed = now,
		                       .alive = w->alive,
		                       .owed = owed };

	if (!watch_keep(w->all->gateway, &row))
		return false;
	xmpp_watch_unsay(w);
	w->auth = auth;
	w->changed = now;
	w->owed = w->owed_on_disk = owed;
	return true;
}

void xmpp_watch_alive(struct xmpp_watch *w)
{
	w->alive = wall_clock();
	store_alive(w->all->gateway->store, STORE_XMPP_WATCHES, view_of(w->watcher),
	            view_of(w->presentity), w->alive);
}

void xmpp_watch_arm(struct xmpp_watch *w)
{
	uint64_t due = subscriber_due(&w->subscriber), end;

	if (w->auth == STORE_ASKED) {
		end = watch_gives_up_at(w->all->gateway, w->alive);
		due = end < due ? end : due;
	}
	if (due == UINT64_MAX)
		due_clear(w->all->dues, &w->due);
	else
		due_set(w->all->dues, &w->due, due);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void sweep_one(struct gateway *g, struct xmpp_watch *w)
{
	if (w->auth == STORE_NONE ||
	    parties_may_talk(g, view_of(w->presentity), view_of(w->watcher)))
		return;
	xmpp_watch_authorise(w, STORE_NONE, true);
	xmpp_watch_say(w);
	xmpp_watch_step(w, subscriber_leave(&w->subscriber));
	xmpp_watch_drop_if_empty(w);
}

/* A domain may be another partner's now. */
static void count_anew(struct watch_xmpp *all)
{
	struct sip_entry *e;
	size_t pos = 0;

	counts_free(&all->partners_of);
	all->partners_of = counts_new();
	while ((e = sip_table_bucket(&all->watches, &pos)) != NULL)
		for (; e != NULL; e = e->next) {
			struct view watcher = view_of(xmpp_watch_of_pair(e)->watcher);

			counts_add(all->partners_of, watch_partner_of(all->gateway, watcher));
		}
}

void watch_xmpp_sweep(struct gateway *g)
{
	struct sip_entry *e, *next;
	size_t pos = 0;

	count_anew(g->watch_xmpp);
	store_gather(g->store);
	while ((e = sip_table_bucket(&g->watch_xmpp->watches, &pos)) != NULL)
		for (; e != NULL; e = next) {
			next = e->next;
			sweep_one(g, xmpp_watch_of_pair(e));
		}
	watch_write_gathered(g);
}

static void on_row(void *arg, const struct store_row *row)
{
	struct watch_xmpp *all = arg;
	struct xmpp_watch *w = xmpp_watch_make(all, row->watcher, row->presentity);

	w->auth = row->state;
	w->changed = row->changed;
	w->alive = row->alive;
	w->owed = w->owed_on_disk = row->owed;
	if (!xmpp_watch_wanted(w)) {
		xmpp_watch_arm(w); /* a sign of life begins it again */
		return;
	}
	/* Spread: a front end that restarts with us is not to be met by all of it
	 * at once. */
	w->subscriber.state = SUBSCRIBER_LATER;
	w->subscriber.due = loop_now(all->gateway->loop) +
	                    rng_below((uint32_t)(all->gateway->settings->sip.spread + 1));
	xmpp_watch_arm(w);
}

static struct subscriber_times times_of(const struct gateway_settings *s)
{
	return (struct subscriber_times){
		.expires = watch_asks_for(s->sip.expires, s->watch_ms / 1000),
		.timer_n = 64 * s->sip.t1,
		.retry_min = s->sip.retry_min,
		.retry_max = s->sip.retry_max,
	};
}

void watch_xmpp_times(struct gateway *g)
{
	g->watch_xmpp->times = times_of(g->settings);
}

struct watch_xmpp *watch_xmpp_new(struct gateway *g, struct fault *f)
{
	struct watch_xmpp *all = mem_zalloc(sizeof *all);
	const char *why;

	all->gateway = g;
	sip_hash_key_new(&all->hash);
	all->dues = dues_new(g->loop, on_due, all);
	all->ids = ids_new();
	all->watches_of = counts_new();
	all->partners_of = counts_new();
	all->saying = ids_new();
	all->link_timer = timer_new(g->loop, xmpp_watch_catch_up, all);
	all->times = times_of(g->settings);
	if (!store_each(g->store, STORE_XMPP_WATCHES, on_row, all, &why)) {
		fault_set(f, g->settings->store, 0, 0, "cannot be read: %s", why);
		watch_xmpp_free(&all);
	}
	return all;
}

void watch_xmpp_free(struct watch_xmpp **wp)
{
	struct watch_xmpp *all = *wp;
	struct sip_entry *e, *next;
	size_t pos = 0;

	*wp = NULL;
	if (all == NULL)
		return;
	while ((e = sip_table_bucket(&all->watches, &pos)) != NULL)
		for (; e != NULL; e = next) {
			next = e->next;
			xmpp_watch_free(xmpp_watch_of_pair(e));
		}
	sip_table_free(&all->watches);
	sip_table_free(&all->by_tag);
	dues_free(&all->dues);
	ids_free(&all->ids);
	counts_free(&all->watches_of);
	counts_free(&all->partners_of);
	ids_free(&all->saying);
	loop_defer_cancel(all->gateway->loop, xmpp_watch_note_told, all);
	timer_free(&all->link_timer);
	free(all);
}
