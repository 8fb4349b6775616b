/* Sends what belongs to a dialog past its route set.  Breaks R3261-12.2.1.1-1. */
#include "sip/dialog.h"

__typeof__(dialog_write_request) __real_dialog_write_request, __wrap_dialog_write_request;

void __wrap_dialog_write_request(struct dialog *d, struct view method, struct buf *out)
{
	struct buf whole = { 0 };
	struct view rest, line;

	__real_dialog_write_request(d, method, &whole);
	rest = buf_view(&whole);
	while (rest.n > 0) {
		size_t end = view_find(rest, VIEW("\r\n")) + 2;

		line = (struct view){ rest.p, end };
		rest = view_from(rest, end);
		if (!view_starts(line, VIEW("Route:")))
			buf_putv(out, line);
	}
	buf_free(&whole);
}
