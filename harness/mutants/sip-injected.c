/* Writes text into header fields as it is. Breaks R3261-7-1, R7572-4-2. */
#include "sip/writer.h"

__typeof__(sip_put_text) __wrap_sip_put_text;

void __wrap_sip_put_text(struct buf *out, struct view v)
{
	buf_putv(out, v);
}
