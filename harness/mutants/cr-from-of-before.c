/* Every request has the same tag in From.  Breaks R3261-8.1.1.3-1. */
#include "sip/writer.h"

__typeof__(sip_write_address) __real_sip_write_address, __wrap_sip_write_address;

void __wrap_sip_write_address(struct buf *out, enum sip_header h, struct view display,
                              struct view uri, struct view tag)
{
	__real_sip_write_address(out, h, display, uri,
	                         h == SIP_FROM ? VIEW("gateway0tag") : tag);
}
