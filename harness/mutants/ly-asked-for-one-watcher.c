/* A contact whom somebody else has asked is not asked again.
 * Breaks LYNC-PRES-7. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_ask) __real_sip_pair_ask, __wrap_sip_pair_ask;

void __wrap_sip_pair_ask(struct sip_pair *p)
{
	struct sip_entry *e;
	size_t pos = 0;

	while ((e = sip_table_bucket(&p->watch->pairs, &pos)) != NULL)
		for (; e != NULL; e = e->next)
			if (sip_pair_of(e) != p && sip_pair_of(e)->asked_at != 0 &&
			    view_is(view_of(p->presentity), sip_pair_of(e)->presentity))
				return;
	__real_sip_pair_ask(p);
}
