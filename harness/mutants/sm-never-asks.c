/* Asks nobody what has arrived.  Breaks EDGE-SM-1. */
#include "edge/written.h"

__typeof__(written_ask) __wrap_written_ask;

void __wrap_written_ask(struct written *w, struct conn *c)
{
	(void)w, (void)c;
}
