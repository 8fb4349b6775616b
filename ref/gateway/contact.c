#include "gateway/contact.h"

const char *contact_transport(enum sip_transport t, enum sip_profile profile)
{
	switch (t) {
	case SIP_UDP:
		return "";
	case SIP_TCP:
		return ";transport=tcp";
	case SIP_TLS:
		break;
	}
	return profile == PROFILE_LYNC ? ";transport=tls" : "";
}
