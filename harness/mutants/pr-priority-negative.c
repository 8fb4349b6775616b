/* A priority below zero is shown as zero.  Breaks R8048-6.2-6. */
#include "gateway/presence_map.h"

__typeof__(priority_to_contact) __real_priority_to_contact, __wrap_priority_to_contact;

int __wrap_priority_to_contact(int priority)
{
	return __real_priority_to_contact(priority < 0 ? 0 : priority);
}
