/* Lets every gateway resume every session.  Breaks LINK-6-5. */
#include "edge/link.h"

__typeof__(gateway_may_resume) __wrap_gateway_may_resume;

bool __wrap_gateway_may_resume(struct view owner, struct view gateway)
{
	(void)owner, (void)gateway;
	return true;
}
