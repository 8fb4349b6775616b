/* A user may watch thirty-two contacts, and no more.  Breaks LYNC-PRES-7. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_user_has_room) __real_sip_user_has_room, __wrap_sip_user_has_room;

bool __wrap_sip_user_has_room(const struct watch_sip *w, struct view watcher,
                              struct view presentity)
{
	return counts_of(w->dialogs_of, watcher) < 32 &&
	       __real_sip_user_has_room(w, watcher, presentity);
}
