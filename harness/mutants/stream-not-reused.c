/* Opens a stream for what comes behind the first stanzas anew.  Breaks R6120-10.4.1-1. */
#include <stdlib.h>

#include "edge/outbound_private.h"

__typeof__(outbound_up) __real_outbound_up, __wrap_outbound_up;

void __wrap_outbound_up(struct outbound *ob, enum policy_method method)
{
	char *key = pair_key(view_of(ob->own), view_of(ob->partner));

	__real_outbound_up(ob, method);
	map_remove(ob->edge->outbound_of, view_of(key));
	free(key);
}
