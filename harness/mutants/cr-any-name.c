/* Takes any run of bytes for the name of a user, whatever becomes of it on the other side.
 * Breaks R7247-6.4-5, R7247-6.4-8. */
#include "gateway/address.h"
#include "jid/escape.h"

__typeof__(sip_user_is_mappable) __wrap_sip_user_is_mappable;
__typeof__(jid_is_canonical_escape) __wrap_jid_is_canonical_escape;

bool __wrap_sip_user_is_mappable(struct view decoded)
{
	(void)decoded;
	return true;
}

bool __wrap_jid_is_canonical_escape(struct view local)
{
	(void)local;
	return true;
}
