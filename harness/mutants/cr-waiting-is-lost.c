/* What waits for a key whose fate nobody knows is neither sent nor returned.
 * Breaks X0220-2.1.1-6. */
#include "edge/outbound_private.h"

__typeof__(outbound_bounce) __wrap_outbound_bounce;

void __wrap_outbound_bounce(struct outbound *ob, enum cause cause, const char *words)
{
	(void)ob, (void)cause, (void)words;
}
