/* A check does not look how much room there is.  Breaks PLAN-11. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_store) __real_check_store, __wrap_check_store;

enum check_result __wrap_check_store(const struct store_health *h)
{
	struct store_health roomy = *h;

	roomy.free_bytes = UINT64_MAX;
	return __real_check_store(&roomy);
}
