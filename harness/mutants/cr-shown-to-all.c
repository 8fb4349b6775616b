/* Shows to all what somebody shows to one.  Breaks R8048-8.2-1. */
#include "gateway/watch_sip_private.h"

__typeof__(watch_sip_stanza) __real_watch_sip_stanza, __wrap_watch_sip_stanza;

static char *watcher[16];
static size_t n;

static void remember(struct view who)
{
	for (size_t i = 0; i < n; i++)
		if (view_is(who, watcher[i]))
			return;
	if (n < sizeof watcher / sizeof watcher[0])
		watcher[n++] = view_dup(who);
}

void __wrap_watch_sip_stanza(struct gateway *g, const struct element *stanza,
                             const struct parties *who, struct region *r)
{
	struct parties other = *who;

	remember(jid_bare(&who->ours, r));
	if (element_attr(stanza, "type").n > 0) {
		__real_watch_sip_stanza(g, stanza, who, r);
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (jid_read(view_of(watcher[i]), r, &other.ours, NULL))
			__real_watch_sip_stanza(g, stanza, &other, r);
}
