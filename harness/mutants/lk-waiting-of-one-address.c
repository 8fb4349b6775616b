/* One address may have all the room of those without a session.  Breaks LINK-8-3. */
#include "edge/link.h"

__typeof__(link_has_room) __real_link_has_room, __wrap_link_has_room;

bool __wrap_link_has_room(const struct link_room *r)
{
	struct link_room alone = *r;

	alone.of_address = 0;
	return __real_link_has_room(&alone);
}
