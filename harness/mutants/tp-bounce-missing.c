/* Drops what cannot be delivered.  Breaks R7590-3.1-1, R6120-10.4.3-2, X0220-2.1.1-5, X0220-2.1.1-6. */
#include "edge/bounce.h"

__typeof__(bounce_allowed) __wrap_bounce_allowed;

bool __wrap_bounce_allowed(const struct element *stanza)
{
	(void)stanza;
	return false;
}
