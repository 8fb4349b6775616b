/* Lines of a body end in LF alone.  Breaks R7572-4-1. */
#include "gateway/text.h"

__typeof__(text_to_sip) __wrap_text_to_sip;

void __wrap_text_to_sip(struct view text, struct buf *out)
{
	buf_putv(out, text);
}
