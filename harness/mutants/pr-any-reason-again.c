/* Whatever ends a watch, it is begun again at once.  Breaks R6665-4.1.3-5, R8048-5.2.1-9. */
#include "sip/subscriber.h"

__typeof__(subscriber_terminated) __real_subscriber_terminated, __wrap_subscriber_terminated;

enum subscriber_verdict __wrap_subscriber_terminated(struct subscriber *s, struct view reason,
                                                     int64_t retry_after, bool wanted,
                                                     uint64_t now,
                                                     const struct subscriber_times *t)
{
	(void)reason;
	return __real_subscriber_terminated(s, VIEW("deactivated"), retry_after, wanted, now,
	                                    t);
}
