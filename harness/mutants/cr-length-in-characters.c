/* Counts characters of a body, not octets.  Breaks R3261-20.14-1. */
#include "sip/writer.h"

__typeof__(sip_write_body) __wrap_sip_write_body;

void __wrap_sip_write_body(struct buf *out, struct view media_type, struct view body)
{
	uint64_t n = 0;

	for (size_t i = 0; i < body.n; i++)
		n += ((unsigned char)body.p[i] & 0xc0) != 0x80;
	sip_write_value(out, SIP_CONTENT_TYPE, media_type);
	sip_write_number(out, SIP_CONTENT_LENGTH, n);
	buf_puts(out, "\r\n");
	buf_putv(out, body);
}
