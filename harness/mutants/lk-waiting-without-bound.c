/* Takes callers without a session as long as there is any room.  Breaks LINK-8-3. */
#include "edge/link.h"

__typeof__(link_has_room) __real_link_has_room, __wrap_link_has_room;

bool __wrap_link_has_room(const struct link_room *r)
{
	return r->all < r->max;
}
