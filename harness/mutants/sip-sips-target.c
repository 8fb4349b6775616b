/* Sends requests in clear to who has given a sips Contact. Breaks R3261-26.2.2-1. */
#include "sip/dialog.h"

__typeof__(dialog_goes_to) __wrap_dialog_goes_to;

bool __wrap_dialog_goes_to(const struct sip_uri *uri)
{
	return uri->scheme == SIP_SCHEME_SIP || uri->scheme == SIP_SCHEME_SIPS;
}
