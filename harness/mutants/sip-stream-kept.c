/* Waits for more on a stream whose messages cannot be told apart. Breaks R4475-ncl,
 * R4475-mcl01. */
#include "sip/framer.h"

__typeof__(sip_frame_next) __wrap_sip_frame_next;

__typeof__(sip_frame_next) __real_sip_frame_next;

void __wrap_sip_frame_next(struct sip_framer *f, struct sip_frame *out)
{
	__real_sip_frame_next(f, out);
	if (out->kind == SIP_FRAME_BROKEN)
		out->kind = SIP_FRAME_MORE;
}
