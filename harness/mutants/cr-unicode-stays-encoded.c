/* Leaves what is not ASCII in a user part percent-encoded.  Breaks R7247-6.4-1. */
#include "sip/uri.h"

__typeof__(sip_unescape) __real_sip_unescape, __wrap_sip_unescape;

bool __wrap_sip_unescape(struct buf *out, struct view escaped)
{
	struct buf plain = { 0 };
	bool ascii, ok = __real_sip_unescape(&plain, escaped);
	struct view v = buf_view(&plain);

	ascii = true;
	for (size_t i = 0; i < v.n; i++)
		ascii = ascii && (unsigned char)v.p[i] < 0x80;
	buf_putv(out, ascii ? v : escaped);
	buf_free(&plain);
	return ok;
}
