/* A probe is not answered.  Breaks R8048-7.1-1, R8048-7.1-2, R6121-4.3.2-2, R6121-4.3.2-3. */
#include "gateway/presence_kind.h"

__typeof__(presence_is_of_a_watcher) __real_presence_is_of_a_watcher,
        __wrap_presence_is_of_a_watcher;

bool __wrap_presence_is_of_a_watcher(struct view type)
{
	return !view_is(type, "probe") && __real_presence_is_of_a_watcher(type);
}
