/* Asks authorities in clear, whatever the partner's policy.
 * Breaks LYNC-DIALBACK-6, R6120-13.14-1. */
#include "edge/verdict.h"

__typeof__(verify_next) __wrap_verify_next;

enum verify_step __wrap_verify_next(const struct policy *p, bool secure,
                                    const struct stream_features *offered, enum cause *why)
{
	(void)p, (void)secure, (void)offered;
	*why = CAUSE_NONE;
	return VERIFY_ASK;
}
