/* Where SIP is spoken when fed-gateway.yml does not say at which port. */
#include "gateway/settings_keys.h"

unsigned gateway_port(enum sip_transport t)
{
	/* A front end on the same host has 5061; what calls the gateway is told of it one by
	 * one, as Lync's registrar is (its default). */
	return t == SIP_TLS ? 5098 : sip_default_port(t);
}
