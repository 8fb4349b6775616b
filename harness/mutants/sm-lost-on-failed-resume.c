/* What was not acknowledged when a session ends is forgotten.  Breaks X0198-4-4, EDGE-SM-3. */
#include "edge/written.h"

__typeof__(written_bounce) __real_written_bounce, __wrap_written_bounce;

void __wrap_written_bounce(struct written *w, enum cause cause, const char *words)
{
	if (w->sm == NULL)
		__real_written_bounce(w, cause, words);
}
