/* What the two directions do alike: what is on disk (docs/why/012), and the limit. */
#include "gateway/watch_sip_private.h"
#include "gateway/watch_xmpp_private.h"

#include "lib/log.h"

static void log_failed(struct view watcher, struct view presentity, enum store_state state,
                       const char *why)
{
	log_event(LOG_ERROR, "store-failed", LOG_V("watcher", watcher),
	          LOG_V("presentity", presentity), LOG_S("state", store_state_word(state)),
	          LOG_S("reason", why));
}

bool watch_keep(struct gateway *g, const struct store_row *row)
{
	const char *why;
	bool kept;

	if (row->state == STORE_NONE)
		kept = store_end(g->store, row, &why);
	else
		kept = store_put(g->store, row, &why);
	if (!kept)
		log_failed(row->watcher, row->presentity, row->state, why);
	/* An end is obeyed all the same. */
	if (!kept && row->state != STORE_NONE)
		return false;
	log_event(LOG_INFO, "watch-authorised", LOG_V("watcher", row->watcher),
	          LOG_V("presentity", row->presentity),
	          LOG_S("state", store_state_word(row->state)));
	return true;
}

void watch_write_gathered(struct gateway *g)
{
	const char *why;

	if (!store_flush(g->store, &why))
		log_event(LOG_ERROR, "store-failed", LOG_S("state", "gathered"),
		          LOG_S("reason", why));
}

uint64_t watch_gives_up_at(const struct gateway *g, uint64_t asked)
{
	uint64_t at = asked * 1000 + g->settings->sip.pending;
	uint64_t wall = (uint64_t)wall_clock_ms(), now = loop_now(g->loop);

	return at > wall ? now + (at - wall) : now;
}

size_t watch_count(const struct gateway *g)
{
	size_t pairs = g->watch_sip->pairs.count, dialogs = g->watch_sip->dialogs.count;

	return (pairs > dialogs ? pairs : dialogs) + g->watch_xmpp->watches.count;
}

struct view watch_partner_of(const struct gateway *g, struct view watcher)
{
	struct view local, domain;
	const struct partner *p;

	if (!view_cut(watcher, '@', &local, &domain))
		domain = watcher;
	p = partner_of(g->settings->partners, domain);
	return p != NULL ? view_of(p->domain) : domain;
}

bool watch_has_room(const struct gateway *g)
{
	return watch_count(g) < g->settings->sip.watch_limit;
}
