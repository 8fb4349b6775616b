/* One octet more than the limit is no more than the limit.  Breaks R7572-6-1, R3428-8-2, R7572-6-2. */
#include "gateway/message_map.h"

__typeof__(size_rule_refuses) __wrap_size_rule_refuses;

bool __wrap_size_rule_refuses(size_t bytes, size_t limit)
{
	return bytes > limit + 1;
}
