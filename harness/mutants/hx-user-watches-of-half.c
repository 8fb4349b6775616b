/* One user has half of the subscriptions that he may have.  Breaks GW-LIMIT-9. */
#include "gateway/watch_rules.h"

__typeof__(watch_user_has_room) __real_watch_user_has_room, __wrap_watch_user_has_room;

bool __wrap_watch_user_has_room(size_t of_user, size_t limit)
{
	return __real_watch_user_has_room(of_user, limit / 2);
}
