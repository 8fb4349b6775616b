/* Hears no line ends between messages. Breaks R5626-5.4-1, R5626-4.4.1-1. */
#include "sip/framer.h"

__typeof__(sip_frame_next) __wrap_sip_frame_next;
__typeof__(sip_frame_next) __real_sip_frame_next;

void __wrap_sip_frame_next(struct sip_framer *f, struct sip_frame *out)
{
	do
		__real_sip_frame_next(f, out);
	while (out->kind == SIP_FRAME_PONG || out->kind == SIP_FRAME_PING);
}
