/* Apart from message.c, so that the decision can be replaced. */
#include "sip/message.h"

bool sip_field_is_needed(bool request, enum sip_header kind)
{
	if (request)
		return true;
	switch (kind) {
	case SIP_VIA:
	case SIP_FROM:
	case SIP_TO:
	case SIP_CALL_ID:
	case SIP_CSEQ:
	case SIP_CONTENT_LENGTH:
	case SIP_RECORD_ROUTE: /* goes into requests as it stands */
		return true;
	default:
		return false;
	}
}
