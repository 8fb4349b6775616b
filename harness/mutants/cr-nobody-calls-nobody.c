/* Takes a request that says neither whose nor which it is.  Breaks R4475-insuf. */
#include "sip/message.h"

__typeof__(sip_message_read) __real_sip_message_read, __wrap_sip_message_read;

enum sip_reading __wrap_sip_message_read(struct view bytes, struct region *region,
                                         const struct sip_limits *limits,
                                         struct sip_message *out, struct sip_refusal *refusal)
{
	enum sip_reading how = __real_sip_message_read(bytes, region, limits, out, refusal);

	return how == SIP_READ_REFUSE && out->call_id.n == 0 ? SIP_READ_OK : how;
}
