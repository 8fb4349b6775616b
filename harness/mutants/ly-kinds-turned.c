/* Counts messages of partners as presence, and presence as messages.  Breaks METRIC-1. */
#include "edge/count.h"

__typeof__(count_inward) __wrap_count_inward;

void __wrap_count_inward(struct edge *e, const struct element *stanza)
{
	e->counters.stanzas_inward++;
	if (view_is(stanza->name, "message"))
		e->counters.presence_inward++;
	else
		e->counters.messages_inward++;
}
