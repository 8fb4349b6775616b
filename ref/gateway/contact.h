/* contact.h - what a Contact URI of ours says of the transport.  A decision. */
#ifndef REF_GATEWAY_CONTACT_H
#define REF_GATEWAY_CONTACT_H

#include "gateway/settings.h"

/* The URI parameter behind the port, or "".  Never transport=tls, which RFC 5630
 * 5.1.1 forbids and a Lync server expects; without it the next hop, which knows us,
 * keeps to the connection that is there. */
const char *contact_transport(enum sip_transport t, enum sip_profile profile);

#endif
