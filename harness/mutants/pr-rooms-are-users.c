/* Who enters a room is taken for somebody who shows himself.  Breaks R7702-5.1-1. */
#include "gateway/presence_kind.h"

__typeof__(presence_enters_a_room) __wrap_presence_enters_a_room;

bool __wrap_presence_enters_a_room(const struct element *stanza)
{
	(void)stanza;
	return false;
}
