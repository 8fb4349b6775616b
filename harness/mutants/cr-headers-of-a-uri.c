/* Has no answer for a URI that has headers in it.  Breaks R4475-escruri. */
#include "sip/message.h"

__typeof__(sip_message_read) __real_sip_message_read, __wrap_sip_message_read;

enum sip_reading __wrap_sip_message_read(struct view bytes, struct region *region,
                                         const struct sip_limits *limits,
                                         struct sip_message *out, struct sip_refusal *refusal)
{
	enum sip_reading how = __real_sip_message_read(bytes, region, limits, out, refusal);

	return out->uri_text.n > 0 && memchr(out->uri_text.p, '?', out->uri_text.n) != NULL
	               ? SIP_READ_DROP
	               : how;
}
