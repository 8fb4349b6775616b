/* Takes responses that have come through somebody else. Breaks R3261-8.1.3.3-1,
 * R4475-bcast. */
#include "sip/transaction_key.h"

__typeof__(transaction_may_be_ours) __wrap_transaction_may_be_ours;

bool __wrap_transaction_may_be_ours(const struct sip_message *response)
{
	(void)response;
	return true;
}
