/* The watches of both directions, told one by one. */
#include "gateway/look.h"

#include <stddef.h>

#include "gateway/watch_sip_private.h"
#include "gateway/watch_xmpp_private.h"

typedef void tell_fn(void *arg, const struct gateway_look_watch *w);

static bool is_of(struct view user, const char *watcher, const char *presentity)
{
	return user.n == 0 || view_is(user, watcher) || view_is(user, presentity);
}

/* --- our user watches ----------------------------------------------------------------- */

static const char *substate_word(unsigned char state)
{
	switch ((enum sip_substate)state) {
	case SIP_SUBSTATE_ACTIVE:
		return "active";
	case SIP_SUBSTATE_PENDING:
		return "pending";
	case SIP_SUBSTATE_TERMINATED:
		return "terminated";
	case SIP_SUBSTATE_OTHER:
		break;
	}
	return "";
}

static void tell_pair(const struct sip_pair *p, uint64_t now, tell_fn *fn, void *arg)
{
	struct gateway_look_watch w = { .watcher = p->watcher,
		                        .presentity = p->presentity,
		                        .authorised = store_state_word(p->auth),
		                        .changed = p->changed,
		                        .alive = p->alive,
		                        .live = "",
		                        .resources = shown_count(p->shown) };

	for (const struct sip_dialog *d = p->dialogs; d != NULL; d = d->next) {
		w.dialogs++;
		/* The one that lives longest speaks for all. */
		if (d->notifier.expires_at < now + w.expires_ms && w.live[0] != '\0')
			continue;
		w.live = substate_word(d->notifier.state);
		w.expires_ms = d->notifier.expires_at > now ? d->notifier.expires_at - now : 0;
	}
	fn(arg, &w);
}

/* --- a partner's user watches ------------------------------------------------------------ */

static const char *subscriber_word(unsigned char state)
{
	switch ((enum subscriber_state)state) {
	case SUBSCRIBER_NONE:
		return "";
	case SUBSCRIBER_TRYING:
		return "trying";
	case SUBSCRIBER_WAITING:
		return "waiting";
	case SUBSCRIBER_LIVE:
		return "live";
	case SUBSCRIBER_REFRESHING:
		return "refreshing";
	case SUBSCRIBER_ENDING:
		return "ending";
	case SUBSCRIBER_LATER:
		return "tried later";
	}
	return "";
}

static void tell_watch(const struct xmpp_watch *x, uint64_t now, tell_fn *fn, void *arg)
{
	uint64_t expires = x->dialog != NULL ? x->subscriber.expires_at : 0;

	fn(arg, &(struct gateway_look_watch){
	                .inward = true,
	                .watcher = x->watcher,
	                .presentity = x->presentity,
	                .authorised = store_state_word(x->auth),
	                .changed = x->changed,
	                .alive = x->alive,
	                .live = subscriber_word(x->subscriber.state),
	                .dialogs = x->dialog != NULL,
	                .expires_ms = expires > now ? expires - now : 0,
	                .resources = shown_count(x->shown),
	        });
}

/* --- the walk -------------------------------------------------------------------------------- */

static size_t tell_pairs(struct sip_entry *e, uint64_t now, struct view user, tell_fn *fn,
                         void *arg)
{
	size_t n = 0;

	for (; e != NULL; e = e->next, n++) {
		const struct sip_pair *p = (struct sip_pair *)(void *)((char *)e -
		                                                       offsetof(struct sip_pair,
		                                                                by_pair));

		if (is_of(user, p->watcher, p->presentity))
			tell_pair(p, now, fn, arg);
	}
	return n;
}

static size_t tell_watches(struct sip_entry *e, uint64_t now, struct view user, tell_fn *fn,
                           void *arg)
{
	size_t n = 0;

	for (; e != NULL; e = e->next, n++) {
		const struct xmpp_watch *x = xmpp_watch_of_pair(e);

		if (is_of(user, x->watcher, x->presentity))
			tell_watch(x, now, fn, arg);
	}
	return n;
}

bool gateway_look_watches(const struct gateway *g, struct gateway_look_watch_walk *walk,
                          size_t n, struct view user, tell_fn *fn, void *arg)
{
	const uint64_t now = loop_now(g->loop);

	for (size_t done = 0; done < n && !walk->over;) {
		const struct sip_table *t = walk->inward ? &g->watch_xmpp->watches
		                                         : &g->watch_sip->pairs;
		struct sip_entry *e = sip_table_bucket(t, &walk->pos);

		if (e != NULL) {
			done += (walk->inward ? tell_watches : tell_pairs)(e, now, user, fn,
			                                                   arg);
		} else {
			walk->over = walk->inward;
			walk->inward = true;
			walk->pos = 0;
		}
	}
	return !walk->over;
}

size_t gateway_look_watch_count(const struct gateway *g, bool inward)
{
	return inward ? g->watch_xmpp->watches.count : g->watch_sip->pairs.count;
}
