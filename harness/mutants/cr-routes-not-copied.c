/* Makes a dialog without copying Record-Route.  Breaks R3261-12.1.1-1. */
#include "sip/endpoint.h"

__typeof__(endpoint_respond) __real_endpoint_respond, __wrap_endpoint_respond;

bool __wrap_endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a)
{
	struct sip_answer without = *a;

	without.record_route = false;
	return __real_endpoint_respond(e, id, &without);
}
