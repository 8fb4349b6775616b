/* Begins a dialog as if it went on already, with a tag in To.  Breaks R3261-8.1.1.2-1. */
#include "sip/writer.h"

__typeof__(sip_write_address) __real_sip_write_address, __wrap_sip_write_address;

void __wrap_sip_write_address(struct buf *out, enum sip_header h, struct view display,
                              struct view uri, struct view tag)
{
	__real_sip_write_address(out, h, display, uri,
	                         h == SIP_TO && tag.n == 0 ? VIEW("gateway0tag") : tag);
}
