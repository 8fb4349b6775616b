/* Who ends a watch ends those of others on the same contact with it.
 * Breaks LYNC-PRES-7. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_dialog_end) __real_sip_dialog_end, __wrap_sip_dialog_end;

static void end_all_of(struct sip_pair *p)
{
	for (struct sip_dialog *d = p->dialogs, *next; d != NULL; d = next) {
		next = d->next;
		__real_sip_dialog_end(d, NOTIFIER_TIMEOUT);
		sip_dialog_pump(d);
	}
}

void __wrap_sip_dialog_end(struct sip_dialog *d, enum notifier_reason why)
{
	struct watch_sip *w = d->pair->watch;
	struct sip_entry *e;
	size_t pos = 0;

	while ((e = sip_table_bucket(&w->pairs, &pos)) != NULL)
		for (; e != NULL; e = e->next)
			if (sip_pair_of(e) != d->pair &&
			    view_is(view_of(d->pair->presentity), sip_pair_of(e)->presentity))
				end_all_of(sip_pair_of(e));
	__real_sip_dialog_end(d, why);
}
