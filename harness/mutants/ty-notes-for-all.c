/* Notes are shown to users of any partner.  Breaks LYNC-TYPE-6, LYNC-TYPE-11, LYNC-TYPE-16. */
#include "gateway/partner_type.h"

__typeof__(partner_sees_notes) __wrap_partner_sees_notes;

bool __wrap_partner_sees_notes(enum partner_type t)
{
	(void)t;
	return true;
}
