/* Takes a response whose CSeq or Call-ID is there twice, by the first of them.  Breaks GW-ER-1. */
#include "sip/message.h"

__typeof__(sip_field_is_needed) __real_sip_field_is_needed, __wrap_sip_field_is_needed;

bool __wrap_sip_field_is_needed(bool request, enum sip_header kind)
{
	static enum sip_header last = SIP_HEADER_COUNT;
	bool again = !request && kind == last && (kind == SIP_CSEQ || kind == SIP_CALL_ID);

	last = kind;
	return !again && __real_sip_field_is_needed(request, kind);
}
