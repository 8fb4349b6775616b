/* Any partner's user may ask to see anybody.  Breaks LYNC-TYPE-7, LYNC-TYPE-8, LYNC-TYPE-10, LYNC-fed-2. */
#include "gateway/partner_type.h"

__typeof__(partner_may_subscribe) __wrap_partner_may_subscribe;

enum cause __wrap_partner_may_subscribe(enum partner_type t, bool added)
{
	(void)t;
	(void)added;
	return CAUSE_NONE;
}
