/* torture.h - the messages of ref/sip/torture/, for tests and fuzzing.
 *
 * torture/README.md says what the escaped form is.  Nothing of the program
 * includes this.
 */
#ifndef REF_SIP_TORTURE_H
#define REF_SIP_TORTURE_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/rng.h"
#include "lib/text.h"
#include "sip/chars.h"
#include "sip/framer.h"

struct torture {
	const char *file, *section;
	enum sip_reading reading;
	unsigned status;
	enum sip_frame_kind frame;
};

static const struct torture torture_table[] = {
#define X(file, section, reading, status, frame)                                               \
	{ file, section, SIP_READ_##reading, status, SIP_FRAME_##frame },
#include "sip/torture/table.tbl"
#undef X
};

enum { TORTURES = sizeof torture_table / sizeof torture_table[0] };

/* One line of the escaped form, without its line end. */
static inline void torture_line(struct buf *out, struct view line)
{
	struct view count, text;
	uint64_t n;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] != '\\') {
			buf_putc(out, line.p[i]);
			continue;
		}
		if (++i == line.n)
			return;		/* a single backslash at the end: no CRLF */
		if (line.p[i] == 'x') {
			buf_putc(out, (char)text_hex_byte(line.p + i + 1));
			i += 2;
		} else if (line.p[i] == '{') {
			view_cut(view_from(line, i + 1), '}', &text, &count);
			i += text.n + 1;
			view_cut(text, ':', &count, &text);
			if (sip_digits(count, 1000, &n))
				for (; n > 0; n--)
					buf_putv(out, text);
		} else {
			buf_putc(out, line.p[i]);
		}
	}
	buf_puts(out, "\r\n");
}

/* The bytes of a message; ends the program when the file cannot be read.  The
 * working directory is the top of the tree, as with make. */
static inline void torture_read(const char *file, struct buf *out)
{
	struct buf text = { 0 };
	struct view rest, line;
	char path[256];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "ref/sip/torture/%s.sip", file);
	f = fopen(path, "rb");
	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	do {
		n = fread(buf_room(&text, 4096), 1, 4096, f);
		buf_grew(&text, n);
	} while (n > 0);
	fclose(f);
	for (rest = buf_view(&text); rest.n > 0;) {
		view_cut(rest, '\n', &line, &rest);
		torture_line(out, line);
	}
	buf_free(&text);
}

/* Bytes that mean something somewhere, put where they mean something else. */
static const char torture_marks[] = "\r\n\t \"<>;,:=@%\\[]()*?&/0aZ~\x7f\x80\xc3\xff";

/* One change of a message that is not empty. */
static inline void torture_mutate(struct rng *r, struct buf *b)
{
	char *p = b->mem + b->head;
	uint32_t n = (uint32_t)buf_len(b), at = rng_next_below(r, n);
	uint32_t span = rng_next_below(r, n - at) % 40;

	switch (rng_next_below(r, 5)) {
	case 0:
		p[at] = torture_marks[rng_next_below(r, sizeof torture_marks)];
		break;
	case 1:
		p[at] = (char)rng_next_below(r, 256);
		break;
	case 2:
		memmove(p + at, p + at + span, n - at - span);
		buf_cut(b, n - span);
		break;
	case 3:
		memmove(p + at, p + rng_next_below(r, n - span + 1), span);
		break;
	case 4:
		buf_cut(b, at);
		break;
	}
}

#endif
