/* 127 is no more than 126.  Breaks R8048-6.3-3. */
#include "gateway/presence_map.h"

__typeof__(contact_to_priority) __real_contact_to_priority, __wrap_contact_to_priority;

int __wrap_contact_to_priority(int thousandths)
{
	return __real_contact_to_priority(thousandths == 1000 ? 999 : thousandths);
}
