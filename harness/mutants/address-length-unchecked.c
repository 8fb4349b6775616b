/* Takes parts of an address of whatever length, empty ones too.
 * Breaks R7622-3.1-1, R7622-3.4-1. */
#include "jid/part.h"

__typeof__(jid_part_length_allowed) __wrap_jid_part_length_allowed;
__typeof__(jid_resource_allowed) __wrap_jid_resource_allowed;

bool __wrap_jid_part_length_allowed(size_t octets)
{
	(void)octets;
	return true;
}

bool __wrap_jid_resource_allowed(struct view prepared)
{
	(void)prepared;
	return true;
}
