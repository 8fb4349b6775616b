/* Takes all that stands behind Content-Length in a datagram for the body.
 * Breaks R3261-18.3-1. */
#include "sip/message.h"

__typeof__(sip_message_read) __real_sip_message_read, __wrap_sip_message_read;

enum sip_reading __wrap_sip_message_read(struct view bytes, struct region *region,
                                         const struct sip_limits *limits,
                                         struct sip_message *out, struct sip_refusal *refusal)
{
	enum sip_reading how = __real_sip_message_read(bytes, region, limits, out, refusal);

	if (how == SIP_READ_OK)
		out->body.n += out->surplus;
	return how;
}
