/* Reads a status of ten digits as its first three.  Breaks R4475-bigcode. */
#include "sip/message.h"

__typeof__(sip_message_read) __real_sip_message_read, __wrap_sip_message_read;

static const struct view version = { "SIP/2.0 ", 8 };

enum sip_reading __wrap_sip_message_read(struct view bytes, struct region *region,
                                         const struct sip_limits *limits,
                                         struct sip_message *out, struct sip_refusal *refusal)
{
	if (view_starts(bytes, version)) {
		struct view rest = view_from(bytes, version.n + 3);
		size_t more = 0;

		while (more < rest.n && rest.p[more] >= '0' && rest.p[more] <= '9')
			more++;
		bytes = region_printf(region, "%.*s%.*s", (int)(version.n + 3), bytes.p,
		                      (int)(rest.n - more), rest.p + more);
	}
	return __real_sip_message_read(bytes, region, limits, out, refusal);
}
