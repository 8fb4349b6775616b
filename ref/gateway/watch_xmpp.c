#include "gateway/watch_xmpp_private.h"

#include <stdlib.h>

#include "gateway/watch_rules.h"
#include "gateway/watch_sip_private.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/rng.h"

#define TAG_SIZE     13
#define CALL_ID_SIZE 25

/* --- finding ----------------------------------------------------------------------- */

static void key_of(struct view a, struct view b, struct buf *out)
{
	buf_putv(out, a);
	buf_putc(out, '\n');
	buf_putv(out, b);
}

static void *find(const struct map *m, struct view a, struct view b)
{
	struct buf key = { 0 };
	void *value;

	key_of(a, b, &key);
	value = map_get(m, buf_view(&key));
	buf_free(&key);
	return value;
}

struct xmpp_watch *xmpp_watch_find(const struct watch_xmpp *all, struct view watcher,
                                   struct view presentity)
{
	return find(all->watches, watcher, presentity);
}

struct xmpp_watch *xmpp_watch_of(const struct watch_xmpp *all, const struct sip_message *m)
{
	return find(all->by_tag, m->call_id, m->to.tag);
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
	const struct gateway *g = w->all->gateway;

	return w->auth != STORE_NONE &&
	       watch_is_alive(w->alive, wall_clock(), g->settings->watch_ms / 1000);
}

static void on_due(void *arg)
{
	struct xmpp_watch *w = arg;
	uint64_t now = loop_now(w->all->gateway->loop);
	bool had = subscriber_has_dialog(&w->subscriber);
	enum subscriber_step step = subscriber_tick(&w->subscriber, xmpp_watch_wanted(w), now,
	                                            &w->all->times);

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
	struct buf key = { 0 };

	if (w != NULL)
		return w;
	w = mem_zalloc(sizeof *w);
	w->all = all;
	w->watcher = view_dup(watcher);
	w->presentity = view_dup(presentity);
	w->id = ids_add(all->ids, w);
	w->timer = timer_new(all->gateway->loop, on_due, w);
	key_of(watcher, presentity, &key);
	map_put(all->watches, buf_view(&key), w);
	buf_free(&key);
	return w;
}

void xmpp_watch_forget_dialog(struct xmpp_watch *w)
{
	struct buf key = { 0 };

	dialog_free(&w->dialog);
	w->active = false;
	if (w->call_id == NULL)
		return;
	key_of(view_of(w->call_id), view_of(w->tag), &key);
	map_remove(w->all->by_tag, buf_view(&key));
	buf_free(&key);
	free(w->call_id);
	free(w->tag);
	w->call_id = w->tag = NULL;
}

void xmpp_watch_new_dialog(struct xmpp_watch *w)
{
	struct buf key = { 0 };

	xmpp_watch_forget_dialog(w);
	w->call_id = mem_zalloc(CALL_ID_SIZE);
	w->tag = mem_zalloc(TAG_SIZE);
	rng_word(w->call_id, CALL_ID_SIZE - 1);
	rng_word(w->tag, TAG_SIZE - 1);
	key_of(view_of(w->call_id), view_of(w->tag), &key);
	map_put(w->all->by_tag, buf_view(&key), w);
	buf_free(&key);
}

static void xmpp_watch_free(struct xmpp_watch *w)
{
	struct buf key = { 0 };

	xmpp_watch_forget_dialog(w);
	key_of(view_of(w->watcher), view_of(w->presentity), &key);
	map_remove(w->all->watches, buf_view(&key));
	buf_free(&key);
	ids_remove(w->all->ids, w->id);
	timer_free(&w->timer);
	shown_clear(&w->shown);
	free(w->asked_id);
	free(w->watcher);
	free(w->presentity);
	free(w);
}

void xmpp_watch_drop_if_empty(struct xmpp_watch *w)
{
	if (w->auth == STORE_NONE && w->subscriber.state == SUBSCRIBER_NONE && !w->denied)
		xmpp_watch_free(w);
}

bool xmpp_watch_authorise(struct xmpp_watch *w, enum store_state auth)
{
	const uint64_t now = wall_clock();
	const struct store_row row = { .side = STORE_XMPP_WATCHES,
		                       .watcher = view_of(w->watcher),
		                       .presentity = view_of(w->presentity),
		                       .state = auth,
		                       .changed = now,
		                       .alive = w->alive };

	if (!watch_keep(w->all->gateway, &row))
		return false;
	w->auth = auth;
	w->changed = now;
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
	uint64_t due = subscriber_due(&w->subscriber);

	if (due == UINT64_MAX)
		timer_clear(w->timer);
	else
		timer_set(w->timer, due);
}

/* --- the whole -------------------------------------------------------------------------------- */

void watch_xmpp_sweep(struct gateway *g)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(g->watch_xmpp->watches, &pos, &key, &value)) {
		struct xmpp_watch *w = value;

		if (parties_may_talk(g, view_of(w->presentity), view_of(w->watcher)))
			continue;
		xmpp_watch_tell(w, "unsubscribed");
		shown_clear(&w->shown);
		xmpp_watch_authorise(w, STORE_NONE);
		xmpp_watch_step(w, subscriber_leave(&w->subscriber));
		xmpp_watch_drop_if_empty(w);
	}
}

static void on_row(void *arg, const struct store_row *row)
{
	struct watch_xmpp *all = arg;
	struct xmpp_watch *w = xmpp_watch_make(all, row->watcher, row->presentity);

	w->auth = row->state;
	w->changed = row->changed;
	w->alive = row->alive;
	if (!xmpp_watch_wanted(w))
		return; /* a sign of life begins it again */
	/* Spread: a front end that restarts with us is not to be met by all of it
	 * at once (spec 5.1). */
	w->subscriber.state = SUBSCRIBER_LATER;
	w->subscriber.due = loop_now(all->gateway->loop) +
	                    rng_below((uint32_t)(all->gateway->settings->sip.spread + 1));
	xmpp_watch_arm(w);
}

static struct subscriber_times times_of(const struct gateway_settings *s)
{
	return (struct subscriber_times){
		.expires = s->sip.expires,
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
	all->watches = map_new();
	all->by_tag = map_new();
	all->ids = ids_new();
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
	size_t pos = 0;
	struct view key;
	void *value;

	*wp = NULL;
	if (all == NULL)
		return;
	while (map_next(all->watches, &pos, &key, &value))
		xmpp_watch_free(value);
	map_free(&all->watches);
	map_free(&all->by_tag);
	ids_free(&all->ids);
	timer_free(&all->link_timer);
	free(all);
}
