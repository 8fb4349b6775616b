/* What a step waits for, in one line: whoever reads the verdict may not have the scenario. */
#include <stdlib.h>
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"

enum { SHOWN_MOST = 300 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Lines of XML are for people; of SIP each is a field of its own. */
static void put_line(struct buf *b, struct view text)
{
	const char *between = view_starts(text, VIEW("<")) ? " " : " / ";
	size_t from = buf_len(b);

	for (size_t i = 0; i < text.n; i++) {
		size_t to = i;
		bool ends = false;

		while (to < text.n && is_blank(text.p[to]))
			ends = text.p[to++] == '\n' || ends;
		if (to == i)
			buf_putc(b, text.p[i]);
		else if (to < text.n && buf_len(b) > from)
			buf_puts(b, ends ? between : " ");
		i = to > i ? to - 1 : i;
	}
}

char *waited_for(const struct step *s)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s->n_payload; i++) {
		if (step_is_lesser(s, i))
			continue;
		if (buf_len(&b) > 0)
			buf_puts(&b, " or ");
		put_line(&b, payload_text(s->payload[i]));
	}
	if (buf_len(&b) > SHOWN_MOST) {
		buf_cut(&b, text_utf8_cut(buf_view(&b), SHOWN_MOST).n);
		buf_puts(&b, "...");
	}
	return buf_len(&b) > 0 ? buf_take(&b) : NULL;
}
