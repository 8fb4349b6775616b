/* What she shows goes to who waits for her word, too.  Breaks R6121-4.2.2-1, R6121-4.4.2-1. */
#include "gateway/watch_xmpp_private.h"

#include <stddef.h>

__typeof__(subscriber_notified) __real_subscriber_notified, __wrap_subscriber_notified;

enum subscriber_step __wrap_subscriber_notified(struct subscriber *s, int64_t expires,
                                                uint64_t now, const struct subscriber_times *t)
{
	struct xmpp_watch *w = (struct xmpp_watch *)(void *)((char *)s -
	                                                     offsetof(struct xmpp_watch,
	                                                              subscriber));
	const struct presence seen = { .resource = VIEW_INIT("pc7"),
		                       .available = true,
		                       .priority = PRIORITY_NONE };

	if (w->auth == STORE_ASKED && s->notified)
		xmpp_watch_tell_one(w, &seen);
	return __real_subscriber_notified(s, expires, now, t);
}
