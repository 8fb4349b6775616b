/* Who watches a contact that somebody watches already joins that one's subscription.
 * Breaks LYNC-PRES-7. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_make) __real_sip_pair_make, __wrap_sip_pair_make;

struct sip_pair *__wrap_sip_pair_make(struct watch_sip *w, struct view watcher,
                                      struct view presentity)
{
	struct sip_entry *e;
	size_t pos = 0;

	while ((e = sip_table_bucket(&w->pairs, &pos)) != NULL)
		for (; e != NULL; e = e->next)
			if (view_is(presentity, sip_pair_of(e)->presentity))
				return sip_pair_of(e);
	return __real_sip_pair_make(w, watcher, presentity);
}
