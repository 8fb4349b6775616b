/* Who sends a headline is told that nobody was there.  Breaks R6121-8.5.1-1,
 * R6121-8.5.2.2.1-1. */
#include "gateway/message_request.h"

__typeof__(message_failure_is_told) __wrap_message_failure_is_told;

bool __wrap_message_failure_is_told(struct view type, int status)
{
	(void)type, (void)status;
	return true;
}
