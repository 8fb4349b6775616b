/* Takes the 200 to SUBSCRIBE for the yes of the user.  Breaks R8048-5.2.1-2. */
#include "gateway/watch_xmpp_private.h"

#include <stddef.h>

__typeof__(subscriber_accepted) __real_subscriber_accepted, __wrap_subscriber_accepted;

enum subscriber_step __wrap_subscriber_accepted(struct subscriber *s, uint32_t expires,
                                                uint64_t now, const struct subscriber_times *t)
{
	enum subscriber_step step = __real_subscriber_accepted(s, expires, now, t);

	/* It is the first and only subscriber of a watch. */
	xmpp_watch_grant((void *)((char *)s - offsetof(struct xmpp_watch, subscriber)));
	return step;
}
