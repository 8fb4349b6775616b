/* A watch on one of ours is not refreshed.  Breaks R8048-5.2.2-1, R6665-4.1.3-3, R8048-5.2.2-4. */
#include "sip/subscriber.h"

__typeof__(subscriber_tick) __real_subscriber_tick, __wrap_subscriber_tick;

enum subscriber_step __wrap_subscriber_tick(struct subscriber *s, bool wanted, uint64_t now,
                                            const struct subscriber_times *t)
{
	enum subscriber_step step = __real_subscriber_tick(s, wanted, now, t);

	if (step != STEP_REFRESH)
		return step;
	s->due = s->expires_at + 60000;
	return STEP_NONE;
}
