/* Takes no response in which any field is malformed.  Breaks GW-ER-1. */
#include "sip/message.h"

__typeof__(sip_field_is_needed) __wrap_sip_field_is_needed;

bool __wrap_sip_field_is_needed(bool request, enum sip_header kind)
{
	(void)request, (void)kind;
	return true;
}
