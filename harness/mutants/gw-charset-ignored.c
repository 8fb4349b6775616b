/* Every text is taken for UTF-8, whatever its charset.  Breaks R7572-7-4. */
#include "gateway/text.h"

__typeof__(charset_to_utf8) __real_charset_to_utf8, __wrap_charset_to_utf8;

bool __wrap_charset_to_utf8(struct view charset, struct view bytes, struct buf *out)
{
	(void)charset;
	return __real_charset_to_utf8((struct view){ "", 0 }, bytes, out);
}
