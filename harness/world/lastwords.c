#include "world/lastwords.h"

#include <stdio.h>

#include "lib/text.h"

enum { END_MAX = 4096, SHOWN_MAX = 300 };

/* The last line of `text` with anything but blanks in it. */
static struct view last_line(struct view text)
{
	struct view line, last = { "", 0 };
	bool more;

	do {
		more = view_cut(text, '\n', &line, &text);
		if (view_trim(line).n != 0)
			last = view_trim(line);
	} while (more);
	return last;
}

void last_words(struct buf *b, const char *path)
{
	FILE *from = fopen(path, "re");
	char end[END_MAX];
	struct view last = { "", 0 };
	size_t n;

	if (from != NULL) {
		/* A shorter log is read from its start. */
		if (fseek(from, -(long)sizeof end, SEEK_END) != 0)
			rewind(from);
		n = fread(end, 1, sizeof end, from);
		fclose(from);
		last = text_utf8_cut(last_line((struct view){ end, n }), SHOWN_MAX);
	}
	if (last.n == 0)
		buf_printf(b, "; nothing stands in %s", path);
	else
		buf_printf(b, "; the end of %s: \"%.*s\"", path, VIEW_ARG(last));
}
