/* A NOTIFY of presence does not wait for the answer to the one before.  Breaks R6665-4.2.2-4. */
#include "sip/notifier.h"

__typeof__(notifier_wants_to_send) __real_notifier_wants_to_send, __wrap_notifier_wants_to_send;

bool __wrap_notifier_wants_to_send(const struct notifier *n, uint64_t now)
{
	struct notifier copy = *n;

	copy.under_way = n->under_way && n->urgent;
	return __real_notifier_wants_to_send(&copy, now);
}
