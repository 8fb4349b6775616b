/* Any partner's user may write to anybody.  Breaks LYNC-TYPE-8, LYNC-TYPE-9, LYNC-TYPE-10, LYNC-TYPE-12,
 * LYNC-TYPE-13, LYNC-fed-2, LYNC-GTALK-1. */
#include "gateway/partner_type.h"

__typeof__(partner_may_message) __wrap_partner_may_message;

enum cause __wrap_partner_may_message(enum partner_type t, bool added)
{
	(void)t;
	(void)added;
	return CAUSE_NONE;
}
