#include "sip/flow.h"

#include <string.h>

static const char *const names[SIP_TRANSPORTS] = {
	[SIP_UDP] = "UDP", [SIP_TCP] = "TCP", [SIP_TLS] = "TLS",
};

const char *sip_transport_name(enum sip_transport t)
{
	return names[t];
}

bool sip_transport_named(struct view name, enum sip_transport *out)
{
	for (int t = 0; t < SIP_TRANSPORTS; t++)
		if (view_ieq(name, view_of(names[t]))) {
			*out = (enum sip_transport)t;
			return true;
		}
	return false;
}

unsigned sip_default_port(enum sip_transport t)
{
	return t == SIP_TLS ? 5061 : 5060;
}

void sip_flow_pack(const struct sip_flow *f, struct sip_packed_flow *out)
{
	memset(out, 0, sizeof *out);
	out->connection = f->connection;
	out->transport = (uint8_t)f->transport;
	if (f->peer.len <= sizeof out->peer) {
		out->len = (uint8_t)f->peer.len;
		memcpy(&out->peer, &f->peer.ss, f->peer.len);
	}
}

void sip_flow_unpack(const struct sip_packed_flow *p, struct sip_flow *out)
{
	memset(out, 0, sizeof *out);
	out->connection = p->connection;
	out->transport = (enum sip_transport)p->transport;
	out->peer.len = p->len;
	memcpy(&out->peer.ss, &p->peer, p->len);
}
