/* Percent-encoding is taken away twice.  Breaks R7247-6.2-5. */
#include "sip/uri.h"

__typeof__(sip_unescape) __real_sip_unescape, __wrap_sip_unescape;

bool __wrap_sip_unescape(struct buf *out, struct view escaped)
{
	struct buf once = { 0 };
	size_t before = buf_len(out);
	bool ok = __real_sip_unescape(&once, escaped);

	if (ok && !__real_sip_unescape(out, buf_view(&once))) {
		buf_cut(out, before);
		buf_putv(out, buf_view(&once));
	}
	buf_free(&once);
	return ok;
}
