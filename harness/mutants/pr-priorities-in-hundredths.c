/* Priorities are told apart by hundredths, which are too few.  Breaks R8048-6.2-7. */
#include "gateway/presence_map.h"

__typeof__(priority_to_contact) __real_priority_to_contact, __wrap_priority_to_contact;

int __wrap_priority_to_contact(int priority)
{
	int thousandths = __real_priority_to_contact(priority);

	return thousandths < 0 ? thousandths : thousandths / 10 * 10;
}
