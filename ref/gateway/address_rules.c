#include "gateway/address.h"

#include "lib/text.h"

static bool is_control(unsigned char c)
{
	return c < ' ' || c == 0x7f;
}

bool sip_user_is_mappable(struct view decoded)
{
	if (decoded.n == 0 || decoded.n > JID_PART_MAX)
		return false;
	if (decoded.p[0] == ' ' || decoded.p[decoded.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < decoded.n; i++)
		if (is_control((unsigned char)decoded.p[i]))
			return false;
	return text_utf8_valid(decoded);
}

enum cause sip_scheme_refused(enum sip_scheme scheme)
{
	switch (scheme) {
	case SIP_SCHEME_SIP:
	case SIP_SCHEME_IM:
	case SIP_SCHEME_PRES:
		return CAUSE_NONE;
	case SIP_SCHEME_SIPS:
		return CAUSE_SIP_SECURE;
	case SIP_SCHEME_TEL:
	case SIP_SCHEME_OTHER:
		break;
	}
	return CAUSE_SIP_SCHEME;
}
