/* Apart from dialog.c, so that the decisions can be replaced. */
#include "sip/dialog.h"

bool dialog_in_order(bool has_last, uint32_t last, uint32_t cseq)
{
	return !has_last || cseq > last;
}

bool dialog_goes_to(const struct sip_uri *uri)
{
	return uri->scheme == SIP_SCHEME_SIP && uri->headers.n == 0;
}
