/* A resource that leaves is still shown.  Breaks R8048-6.2-1, R8048-6.2-11. */
#include "gateway/shown.h"

__typeof__(shown_set) __real_shown_set, __wrap_shown_set;

bool __wrap_shown_set(struct shown **list, const struct presence *p, int64_t now)
{
	return p->available && __real_shown_set(list, p, now);
}
