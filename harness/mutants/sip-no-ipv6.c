/* Cannot read an address of IPv6. Breaks R5118-ipv6-good, R5118-port-ambiguous,
 * R5118-port-unambiguous, R5118-via-received-param-with-delim,
 * R5118-via-received-param-no-delim, R5118-ipv6-in-sdp, R5118-mult-ip-in-header,
 * R5118-mult-ip-in-sdp, R5118-ipv4-mapped-ipv6, R5118-ipv6-correct-abnf-2-colons. */
#include "sip/uri.h"

__typeof__(sip_hostport_take) __wrap_sip_hostport_take;

__typeof__(sip_hostport_take) __real_sip_hostport_take;

bool __wrap_sip_hostport_take(struct view *rest, bool white, struct view *host,
                              enum sip_host_kind *kind, unsigned *port)
{
	if (rest->n != 0 && rest->p[0] == '[')
		return false;
	return __real_sip_hostport_take(rest, white, host, kind, port);
}
