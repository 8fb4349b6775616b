/* Sends requests to a Contact with its headers in the Request-URI.  Breaks R3261-12.2.1.1-3. */
#include "sip/dialog.h"

__typeof__(dialog_goes_to) __wrap_dialog_goes_to;

bool __wrap_dialog_goes_to(const struct sip_uri *uri)
{
	return uri->scheme == SIP_SCHEME_SIP;
}
