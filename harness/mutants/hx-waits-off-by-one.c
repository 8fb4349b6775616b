/* Lets one message more wait than the limits of a user and of all say.
 * Breaks GW-LIMIT-2, R3428-8-1. */
#include "gateway/message_request.h"

__typeof__(message_queue_is_full) __wrap_message_queue_is_full;

bool __wrap_message_queue_is_full(size_t waiting, size_t limit)
{
	return waiting > limit;
}
