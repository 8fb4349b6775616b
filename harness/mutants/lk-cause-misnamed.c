/* Gives whatever goes wrong the same cause.
 * Breaks LYNC-GATE-9, R6120-10.4.3-1, R6120-10.4.3-2, R7622-4-1, LINK-5-2. */
#include "edge/bounce.h"

__typeof__(bounce) __real_bounce, __wrap_bounce;

struct element *__wrap_bounce(struct region *r, const struct element *stanza, enum cause cause,
                              const char *words)
{
	(void)cause;
	return __real_bounce(r, stanza, CAUSE_INTERNAL, words);
}
