/* Whom a user has added stays a stranger.  Breaks LYNC-TYPE-10, LYNC-GTALK-1. */
#include "gateway/watch.h"

__typeof__(watch_sip_added) __wrap_watch_sip_added;

bool __wrap_watch_sip_added(const struct gateway *g, const struct jid *ours,
                            const struct jid *theirs)
{
	(void)g;
	(void)ours;
	(void)theirs;
	return false;
}
