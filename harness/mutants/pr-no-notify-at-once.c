/* No NOTIFY follows the answer to a SUBSCRIBE at once.  Breaks R6665-4.2.1.2-1, R6665-4.2.2-2,
 * LYNC-pres-2. */
#include "sip/notifier.h"

__typeof__(notifier_begin) __real_notifier_begin, __wrap_notifier_begin;

void __wrap_notifier_begin(struct notifier *n, enum sip_substate state, uint32_t expires,
                           uint64_t now)
{
	__real_notifier_begin(n, state, expires, now);
	n->urgent = false;
}
