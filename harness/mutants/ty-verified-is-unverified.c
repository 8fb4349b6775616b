/* Only users of federated partners may begin.  Breaks LYNC-TYPE-4, LYNC-TYPE-5. */
#include "gateway/partner_type.h"

__typeof__(partner_may_message) __real_partner_may_message, __wrap_partner_may_message;
__typeof__(partner_may_subscribe) __real_partner_may_subscribe, __wrap_partner_may_subscribe;

enum cause __wrap_partner_may_message(enum partner_type t, bool added)
{
	return __real_partner_may_message(
	        t == PARTNER_PUBLIC_VERIFIED ? PARTNER_PUBLIC_UNVERIFIED : t, added);
}

enum cause __wrap_partner_may_subscribe(enum partner_type t, bool added)
{
	return __real_partner_may_subscribe(
	        t == PARTNER_PUBLIC_VERIFIED ? PARTNER_PUBLIC_UNVERIFIED : t, added);
}
