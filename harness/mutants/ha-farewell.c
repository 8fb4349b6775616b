/* A gateway that is stopped ends the subscriptions of its users.  Breaks LYNC-HA-5. */
#include "gateway/watch_sip_private.h"

#include "gateway/gateway_private.h"

__typeof__(watch_sip_drain) __real_watch_sip_drain, __wrap_watch_sip_drain;

void __wrap_watch_sip_drain(struct gateway *g)
{
	struct sip_entry *e;
	size_t pos = 0;

	while ((e = sip_table_bucket(&g->watch_sip->pairs, &pos)) != NULL)
		for (; e != NULL; e = e->next)
			(void)sip_pair_say(sip_pair_of(e), "unsubscribe");
	__real_watch_sip_drain(g);
}
