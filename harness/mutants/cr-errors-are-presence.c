/* Takes presence of any type for what somebody shows.  Breaks R8048-6.2-9. */
#include "gateway/presence_kind.h"
#include "gateway/presence_map.h"

__typeof__(presence_is_state) __wrap_presence_is_state;
__typeof__(presence_is_of_a_presentity) __wrap_presence_is_of_a_presentity;

bool __wrap_presence_is_state(struct view type)
{
	(void)type;
	return true;
}

bool __wrap_presence_is_of_a_presentity(struct view type)
{
	(void)type;
	return true;
}
