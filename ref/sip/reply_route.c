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

/* Every answer to who names itself by a name has it: inet_ntop() formats, and takes
 * ten times as long. */
static char *put_octet(char *p, unsigned octet)
{
	if (octet >= 100)
		*p++ = (char)('0' + octet / 100);
	if (octet >= 10)
		*p++ = (char)('0' + octet / 10 % 10);
	*p++ = (char)('0' + octet % 10);
	return p;
}

static const char *print_v4(const struct in_addr *a, char *out)
{
	const unsigned char *octet = (const unsigned char *)&a->s_addr;
	char *p = out;

	for (int i = 0; i < 4; i++) {
		p = put_octet(p, octet[i]);
		*p++ = i < 3 ? '.' : '\0';
	}
	return out;
}

const char *reply_host(const struct address *a, char out[ADDRESS_MAX])
{
	if (a->ss.ss_family == AF_INET)
		return print_v4(&((const struct sockaddr_in *)&a->ss)->sin_addr, out);
	if (inet_ntop(a->ss.ss_family, &((const struct sockaddr_in6 *)&a->ss)->sin6_addr, out,
	              ADDRESS_MAX) == NULL)
		out[0] = '\0';
	return out;
}
