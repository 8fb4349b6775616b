/* Of two who watch a contact the first alone is told what it shows.
 * Breaks LYNC-PRES-7. */
#include "gateway/watch_sip_private.h"

#include "lib/map.h"

__typeof__(watch_sip_stanza) __real_watch_sip_stanza, __wrap_watch_sip_stanza;

static struct map *first; /* contact -> who was told first */

void __wrap_watch_sip_stanza(struct gateway *g, const struct element *stanza,
                             const struct parties *who, struct region *r)
{
	struct view contact = jid_bare(&who->theirs, r), watcher = jid_bare(&who->ours, r);
	const char *told;

	if (element_attr(stanza, "type").n == 0) {
		if (first == NULL)
			first = map_new();
		told = map_get(first, contact);
		if (told == NULL)
			map_put(first, contact, view_dup(watcher));
		else if (!view_is(watcher, told))
			return;
	}
	__real_watch_sip_stanza(g, stanza, who, r);
}
