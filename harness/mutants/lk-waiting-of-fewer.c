/* One address may have one connection less than it may.  Breaks LINK-8-3. */
#include "edge/link.h"

__typeof__(link_has_room) __real_link_has_room, __wrap_link_has_room;

bool __wrap_link_has_room(const struct link_room *r)
{
	struct link_room fewer = *r;

	fewer.of_address++;
	return __real_link_has_room(&fewer);
}
