#include "gateway/untrusted.h"

#include "lib/buf.h"
#include "lib/log.h"

const char *untrusted_needs(enum cause cause)
{
	switch (cause) {
	case CAUSE_SIP_UNTRUSTED:
		return "its address in sip.trusted";
	case CAUSE_CERT_NONE:
		return "a certificate that names somebody of sip.trusted";
	case CAUSE_CERT_NAME:
		return "one of the certificate's names in sip.trusted";
	default: /* its chain, its dates, its purpose */
		return "a certificate that sip.trust and sip.crl let pass";
	}
}

void untrusted_log(const struct transport *t, const struct sip_flow *from)
{
	struct buf names = { 0 };
	enum cause cause = transport_distrust(t, from, &names);
	char at[ADDRESS_MAX];

	log_event(LOG_INFO, "sip-untrusted",
	          LOG_S("transport", sip_transport_name(from->transport)),
	          LOG_S("peer", address_print(&from->peer, at)),
	          LOG_S("cause", cause_label(cause)), LOG_V("names", buf_view(&names)),
	          LOG_S("needs", untrusted_needs(cause)));
	buf_free(&names);
}
