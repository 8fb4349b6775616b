#include "gateway/watch_sip_private.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/watch_rules.h"
#include "lib/log.h"
#include "lib/mem.h"

/* --- pairs ------------------------------------------------------------------------ */

struct sip_pair *sip_pair_of(struct sip_entry *e)
{
	return (struct sip_pair *)(void *)((char *)e - offsetof(struct sip_pair, by_pair));
}

static uint64_t hash_of(const struct watch_sip *w, struct view a, struct view b)
{
	return sip_hash_list(&w->hash, (const struct view[]){ a, b }, 2, 0).h[0];
}

struct sip_pair *sip_pair_find(const struct watch_sip *w, struct view watcher,
                               struct view presentity)
{
	struct sip_entry *e = sip_table_first(&w->pairs, hash_of(w, watcher, presentity));

	for (; e != NULL; e = sip_table_next(e)) {
		struct sip_pair *p = sip_pair_of(e);

		if (view_is(watcher, p->watcher) && view_is(presentity, p->presentity))
			return p;
	}
	return NULL;
}

struct sip_pair *sip_pair_make(struct watch_sip *w, struct view watcher, struct view presentity)
{
	struct sip_pair *p = sip_pair_find(w, watcher, presentity);

	if (p != NULL)
		return p;
	p = mem_zalloc(sizeof *p + watcher.n + 1 + presentity.n + 1);
	p->watch = w;
	p->watcher = memcpy(p->text, watcher.p, watcher.n);
	p->presentity = memcpy(p->text + watcher.n + 1, presentity.p, presentity.n);
	sip_table_add(&w->pairs, &p->by_pair, hash_of(w, watcher, presentity));
	counts_add(w->pairs_of, watcher);
	return p;
}

static void pair_free(struct sip_pair *p)
{
	while (p->dialogs != NULL)
		sip_dialog_free(p->dialogs);
	sip_table_remove(&p->watch->pairs, &p->by_pair);
	counts_remove(p->watch->pairs_of, view_of(p->watcher));
	due_clear(p->watch->pair_dues, &p->due);
	shown_clear(&p->shown);
	free(p);
}

void sip_pair_drop_if_empty(struct sip_pair *p)
{
	if (p->dialogs != NULL)
		return;
	if (p->auth == STORE_NONE)
		pair_free(p);
	else if (p->auth == STORE_ASKED)
		due_set(p->watch->pair_dues, &p->due,
		        watch_gives_up_at(p->watch->gateway, p->alive));
}

bool sip_pair_authorise(struct sip_pair *p, enum store_state auth)
{
	const uint64_t now = wall_clock();
	const struct store_row row = { .side = STORE_SIP_WATCHES,
		                       .watcher = view_of(p->watcher),
		                       .presentity = view_of(p->presentity),
		                       .state = auth,
		                       .changed = now,
		                       .alive = p->alive };

	if (!watch_keep(p->watch->gateway, &row))
		return false;
	p->auth = auth;
	p->changed = now;
	return true;
}

/* Nobody looks, and nobody has answered: a later answer is to no question, and who looks
 * again asks again (P42). */
static void give_up(struct sip_pair *p)
{
	const struct gateway_settings *s = p->watch->gateway->settings;

	if (p->auth != STORE_ASKED || p->dialogs != NULL)
		return;
	if (!watch_waits(p->alive, wall_clock(), s->sip.pending / 1000)) {
		log_event(LOG_INFO, "watch-given-up", LOG_S("watcher", p->watcher),
		          LOG_S("presentity", p->presentity));
		sip_pair_authorise(p, STORE_NONE);
	}
	sip_pair_drop_if_empty(p);
}

static void pair_due(void *arg, struct due *due)
{
	struct sip_pair *p = (struct sip_pair *)(void *)((char *)due -
	                                                 offsetof(struct sip_pair, due));

	(void)arg;
	if (p->recounting)
		sip_pair_recounted(p);
	else
		give_up(p);
}

bool sip_pair_say(struct sip_pair *p, const char *type)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence");
	char id[STANZA_ID_SIZE];
	bool ok;

	stanza_id(id);
	element_set(r, e, "from", view_of(p->watcher));
	element_set(r, e, "to", view_of(p->presentity));
	element_set(r, e, "id", view_of(id));
	element_set(r, e, "type", view_of(type));
	ok = send_stanza(p->watch->gateway, e);
	region_free(&r);
	return ok;
}

void sip_pair_ask(struct sip_pair *p)
{
	uint64_t now = wall_clock();

	if (watch_may_ask(p->asked_at, now) && sip_pair_say(p, "subscribe")) {
		p->asked_at = now;
		p->greeted = p->watch->sessions; /* nothing was lost since */
	}
}

/* --- dialogs ------------------------------------------------------------------------ */

static struct sip_dialog *of_key(struct sip_entry *e)
{
	return (struct sip_dialog *)(void *)((char *)e - offsetof(struct sip_dialog, by_key));
}

static void dialog_due(void *arg, struct due *due)
{
	struct sip_dialog *d = (struct sip_dialog *)(void *)((char *)due -
	                                                     offsetof(struct sip_dialog, due));
	uint64_t now = loop_now(((struct watch_sip *)arg)->gateway->loop);

	if (d->poll_due != 0 && now >= d->poll_due) {
		d->poll_due = 0;
		notifier_end(&d->notifier, NOTIFIER_TIMEOUT);
	} else if (d->poll_due == 0 && notifier_has_expired(&d->notifier, now)) {
		sip_dialog_end(d, NOTIFIER_TIMEOUT);
	}
	sip_dialog_pump(d);
}

bool sip_user_has_room(const struct watch_sip *w, struct view watcher, struct view presentity)
{
	size_t limit = w->gateway->settings->sip.user_watch_limit;

	if (!watch_user_has_room(counts_of(w->dialogs_of, watcher), limit))
		return false;
	return sip_pair_find(w, watcher, presentity) != NULL ||
	       watch_user_has_room(counts_of(w->pairs_of, watcher), limit);
}

struct sip_dialog *sip_dialog_make(struct sip_pair *p, struct dialog **dialog)
{
	struct sip_dialog *d = mem_zalloc(sizeof *d), **last = &p->dialogs;
	struct watch_sip *w = p->watch;
	struct buf key = { 0 };

	d->pair = p;
	d->dialog = *dialog;
	*dialog = NULL;
	d->id = ids_add(w->ids, d);
	dialog_key(d->dialog, &key);
	sip_table_add(&w->dialogs, &d->by_key, sip_hash(&w->hash, buf_view(&key)).h[0]);
	buf_free(&key);
	while (*last != NULL)
		last = &(*last)->next;
	*last = d;
	counts_add(w->dialogs_of, view_of(p->watcher));
	return d;
}

struct sip_dialog *sip_dialog_find(const struct watch_sip *w, const struct sip_message *m)
{
	struct buf key = { 0 }, has = { 0 };
	struct sip_dialog *found = NULL;
	struct sip_entry *e;

	dialog_key_of(m, &key);
	e = sip_table_first(&w->dialogs, sip_hash(&w->hash, buf_view(&key)).h[0]);
	for (; e != NULL && found == NULL; e = sip_table_next(e)) {
		dialog_key(of_key(e)->dialog, &has);
		if (view_eq(buf_view(&key), buf_view(&has)))
			found = of_key(e);
	}
	buf_free(&key);
	buf_free(&has);
	return found;
}

void sip_dialog_free(struct sip_dialog *d)
{
	struct watch_sip *w = d->pair->watch;
	struct sip_dialog **at = &d->pair->dialogs;

	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	if (d->notifier.under_way)
		w->busy--;
	sip_table_remove(&w->dialogs, &d->by_key);
	counts_remove(w->dialogs_of, view_of(d->pair->watcher));
	ids_remove(w->ids, d->id);
	due_clear(w->dues, &d->due);
	dialog_free(&d->dialog);
	free(d->event_id);
	free(d);
}

void sip_dialog_arm(struct sip_dialog *d)
{
	uint64_t due = notifier_due(&d->notifier);

	if (d->poll_due != 0)
		due = d->poll_due;
	if (due == UINT64_MAX)
		due_clear(d->pair->watch->dues, &d->due);
	else
		due_set(d->pair->watch->dues, &d->due, due);
}

static bool is_last_live(const struct sip_dialog *d)
{
	for (const struct sip_dialog *x = d->pair->dialogs; x != NULL; x = x->next)
		if (x != d && x->notifier.state != SIP_SUBSTATE_TERMINATED)
			return false;
	return true;
}

void sip_dialog_end(struct sip_dialog *d, enum notifier_reason why)
{
	struct sip_pair *p = d->pair;
	bool was_live = d->notifier.state != SIP_SUBSTATE_TERMINATED;

	d->shows_closed = why == NOTIFIER_TIMEOUT;
	notifier_end(&d->notifier, why);
	/* "She is not looking any more" is all that XMPP can be told, and it also
	 * says that she is offline: only if she is (P14). */
	if (was_live && why == NOTIFIER_TIMEOUT && p->auth == STORE_GRANTED &&
	    is_last_live(d) &&
	    !watch_xmpp_shows_open(p->watch->gateway, view_of(p->presentity),
	                           view_of(p->watcher)))
		sip_pair_say(p, "unavailable");
}

/* --- life ------------------------------------------------------------------------------------ */

bool watch_sip_knows(const struct gateway *g, const struct sip_message *m)
{
	return sip_dialog_find(g->watch_sip, m) != NULL;
}

bool watch_sip_added(const struct gateway *g, const struct jid *ours, const struct jid *theirs)
{
	struct region *r = region_new();
	const struct sip_pair *p = sip_pair_find(g->watch_sip, jid_bare(ours, r),
	                                         jid_bare(theirs, r));
	bool added = p != NULL &&
	             watch_counts_as_added(p->dialogs != NULL, p->alive, wall_clock(),
	                                   g->settings->watch_ms / 1000);

	region_free(&r);
	return added;
}

static void end_all(struct sip_pair *p, enum notifier_reason why)
{
	for (struct sip_dialog *d = p->dialogs, *next; d != NULL; d = next) {
		next = d->next;
		sip_dialog_end(d, why);
		sip_dialog_pump(d);
	}
}

void watch_sip_drain(struct gateway *g)
{
	struct sip_entry *e;
	size_t pos = 0;

	while ((e = sip_table_bucket(&g->watch_sip->pairs, &pos)) != NULL)
		for (; e != NULL; e = e->next)
			end_all(sip_pair_of(e), NOTIFIER_DEACTIVATED);
}

size_t watch_sip_busy(const struct gateway *g)
{
	return g->watch_sip->busy;
}

static void sweep_one(struct gateway *g, struct sip_pair *p)
{
	if (parties_may_talk(g, view_of(p->watcher), view_of(p->presentity)))
		return;
	end_all(p, NOTIFIER_REJECTED);
	sip_pair_authorise(p, STORE_NONE);
	sip_pair_drop_if_empty(p);
}

void watch_sip_sweep(struct gateway *g)
{
	struct sip_entry *e, *next;
	size_t pos = 0;

	store_gather(g->store);
	while ((e = sip_table_bucket(&g->watch_sip->pairs, &pos)) != NULL)
		for (; e != NULL; e = next) {
			next = e->next;
			sweep_one(g, sip_pair_of(e));
		}
	watch_write_gathered(g);
}

static void on_row(void *arg, const struct store_row *row)
{
	struct watch_sip *w = arg;
	struct sip_pair *p = sip_pair_make(w, row->watcher, row->presentity);

	p->auth = row->state;
	p->changed = row->changed;
	p->alive = row->alive;
	sip_pair_drop_if_empty(p);
	/* Whether it was answered while we were away nobody knows: it is asked
	 * again with the next SUBSCRIBE. */
}

struct watch_sip *watch_sip_new(struct gateway *g, struct fault *f)
{
	struct watch_sip *w = mem_zalloc(sizeof *w);
	const char *why;

	w->gateway = g;
	sip_hash_key_new(&w->hash);
	w->dues = dues_new(g->loop, dialog_due, w);
	w->ids = ids_new();
	w->pairs_of = counts_new();
	w->dialogs_of = counts_new();
	w->pair_dues = dues_new(g->loop, pair_due, w);
	w->greet_timer = timer_new(g->loop, sip_pairs_greet, w);
	if (!store_each(g->store, STORE_SIP_WATCHES, on_row, w, &why)) {
		fault_set(f, g->settings->store, 0, 0, "cannot be read: %s", why);
		watch_sip_free(&w);
	}
	return w;
}

void watch_sip_free(struct watch_sip **wp)
{
	struct watch_sip *w = *wp;
	struct sip_entry *e, *next;
	size_t pos = 0;

	*wp = NULL;
	if (w == NULL)
		return;
	while ((e = sip_table_bucket(&w->pairs, &pos)) != NULL)
		for (; e != NULL; e = next) {
			next = e->next;
			pair_free(sip_pair_of(e));
		}
	sip_table_free(&w->pairs);
	sip_table_free(&w->dialogs);
	dues_free(&w->dues);
	dues_free(&w->pair_dues);
	ids_free(&w->ids);
	counts_free(&w->pairs_of);
	counts_free(&w->dialogs_of);
	timer_free(&w->greet_timer);
	free(w);
}
