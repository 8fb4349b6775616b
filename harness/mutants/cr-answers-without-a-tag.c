/* Answers without a tag of its own in To.  Breaks R3261-8.2.6.2-1. */
#include "sip/writer.h"

__typeof__(sip_write_copied) __real_sip_write_copied, __wrap_sip_write_copied;

void __wrap_sip_write_copied(struct buf *out, const struct sip_message *request,
                             const struct sip_response *response)
{
	struct sip_response r = *response;

	r.to_tag = (struct view){ NULL, 0 };
	__real_sip_write_copied(out, request, &r);
}
