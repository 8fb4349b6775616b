/* Tries once to resume, and no more.  Breaks EDGE-SM-3. */
#include "edge/outbound_private.h"

__typeof__(outbound_tries_again) __wrap_outbound_tries_again;

bool __wrap_outbound_tries_again(struct outbound *ob)
{
	(void)ob;
	return false;
}
