/* No thread becomes a Call-ID.  Breaks R7572-4-3. */
#include "gateway/message_map.h"

__typeof__(thread_is_call_id) __wrap_thread_is_call_id;

bool __wrap_thread_is_call_id(struct view thread)
{
	(void)thread;
	return false;
}
