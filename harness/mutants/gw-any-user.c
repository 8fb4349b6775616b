/* Any octets are the name of an account.  Breaks R7247-6.4-5. */
#include "gateway/address.h"

__typeof__(sip_user_is_mappable) __wrap_sip_user_is_mappable;

bool __wrap_sip_user_is_mappable(struct view decoded)
{
	(void)decoded;
	return true;
}
