/* Takes a bare cookie for a branch. Breaks R4475-badbranch. */
#include "sip/field.h"

__typeof__(sip_branch_is_3261) __wrap_sip_branch_is_3261;

bool __wrap_sip_branch_is_3261(struct view branch)
{
	(void)branch;
	return true;
}
