/* Writes URIs without angle brackets, so that what stands behind a ; or ? is somebody
 * else's.  Breaks R3261-20.10-1. */
#include "sip/writer.h"

__typeof__(sip_write_address) __wrap_sip_write_address;

void __wrap_sip_write_address(struct buf *out, enum sip_header h, struct view display,
                              struct view uri, struct view tag)
{
	(void)display;
	sip_field_begin(out, h);
	sip_put_uri(out, uri);
	if (tag.n > 0) {
		sip_put_literal(out, ";tag=");
		sip_put_token(out, tag);
	}
	sip_field_end(out);
}
