/* Who does not watch is told, too, that it is over.  Breaks R6121-3.3.3-2, R6121-A.3.2-1,
 * R6121-8.5.1-3. */
#include "gateway/watch_rules.h"

__typeof__(watch_leaving_is_answered) __wrap_watch_leaving_is_answered;

bool __wrap_watch_leaving_is_answered(enum store_state auth)
{
	(void)auth;
	return true;
}
