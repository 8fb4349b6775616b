/* Sends requests without Max-Forwards, which loop for ever.  Breaks R3261-8.1.1-1. */
#include "sip/writer.h"

__typeof__(sip_write_number) __real_sip_write_number, __wrap_sip_write_number;

void __wrap_sip_write_number(struct buf *out, enum sip_header h, uint64_t n)
{
	if (h != SIP_MAX_FORWARDS)
		__real_sip_write_number(out, h, n);
}
