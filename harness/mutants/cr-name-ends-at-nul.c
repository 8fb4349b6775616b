/* A NUL ends the name of a user, who becomes somebody else.  Breaks R7247-6.4-5. */
#include "sip/uri.h"

__typeof__(sip_unescape) __real_sip_unescape, __wrap_sip_unescape;

bool __wrap_sip_unescape(struct buf *out, struct view escaped)
{
	struct buf plain = { 0 };
	bool ok = __real_sip_unescape(&plain, escaped);
	struct view v = buf_view(&plain);
	const char *nul = v.n > 0 ? memchr(v.p, '\0', v.n) : NULL;

	buf_putv(out, nul != NULL ? (struct view){ v.p, (size_t)(nul - v.p) } : v);
	buf_free(&plain);
	return ok;
}
