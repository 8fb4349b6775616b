/* Notes are shown to nobody.  Breaks LYNC-TYPE-3, LYNC-TYPE-16. */
#include "gateway/partner_type.h"

__typeof__(partner_sees_notes) __wrap_partner_sees_notes;

bool __wrap_partner_sees_notes(enum partner_type t)
{
	(void)t;
	return false;
}
