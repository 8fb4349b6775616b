#include "sip/reply_route.h"

#include <arpa/inet.h>
#include <string.h>

void reply_flow(const struct sip_via *via, const struct sip_flow *from, struct sip_flow *out)
{
	*out = *from;
	if (from->transport == SIP_UDP && via->rport)
		return;
	address_set_port(&out->peer, via->port != 0 ? via->port :
	                             sip_default_port(from->transport));
}

bool reply_needs_received(const struct sip_via *via, const struct sip_flow *from)
{
	unsigned char sent_by[16];
	const void *source;
	int family = from->peer.ss.ss_family;
	char host[ADDRESS_MAX];

	if (via->rport || via->host_kind == SIP_HOST_NAME || via->host.n >= sizeof host)
		return true;
	memcpy(host, via->host.p, via->host.n);
	host[via->host.n] = '\0';
	if (inet_pton(family, host, sent_by) != 1)
		return true;	/* another family */
	source = family == AF_INET ?
	         (const void *)&((const struct sockaddr_in *)&from->peer.ss)->sin_addr :
	         (const void *)&((const struct sockaddr_in6 *)&from->peer.ss)->sin6_addr;
	return memcmp(sent_by, source, family == AF_INET ? 4 : 16) != 0;
}

const char *reply_host(const struct address *a, char out[ADDRESS_MAX])
{
	const void *host = a->ss.ss_family == AF_INET ?
	                   (const void *)&((const struct sockaddr_in *)&a->ss)->sin_addr :
	                   (const void *)&((const struct sockaddr_in6 *)&a->ss)->sin6_addr;

	if (inet_ntop(a->ss.ss_family, host, out, ADDRESS_MAX) == NULL)
		out[0] = '\0';
	return out;
}
