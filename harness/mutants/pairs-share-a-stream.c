/* Sends to whatever partner over the stream that is there, its domains proved or not.
 * Breaks R7712-4.4.2-1, X0220-2.6.2-1. */
#include "edge/edge_private.h"
#include "lib/mem.h"

__typeof__(pair_key) __wrap_pair_key;

char *__wrap_pair_key(struct view own, struct view partner)
{
	(void)own, (void)partner;
	return mem_strdup("all");
}
