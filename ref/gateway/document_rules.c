/* Apart from document.c, so that the decision can be replaced. */
#include "gateway/document.h"

#include <string.h>

/* Bytes up to and with `end`; 0: it is not there. */
static size_t through(struct view v, const char *end)
{
	struct view e = view_of(end);
	size_t at = view_find(v, e);

	return at < v.n ? at + e.n : 0;
}

/* XML 1.0 2.5: "--" is its end, or there is none. */
static size_t comment(struct view rest)
{
	const struct view begin = VIEW("<!--");
	size_t n = through(view_from(rest, begin.n), "--");

	if (n == 0)
		return 0;
	n += begin.n;
	return n < rest.n && rest.p[n] == '>' ? n + 1 : 0;
}

/* 2.8: it says which encoding follows, and is the parser's to judge wherever it stands.
 * "<?xml-stylesheet" is none. */
static bool is_declaration(struct view rest)
{
	const struct view begin = VIEW("<?xml");

	return view_starts(rest, begin) && rest.n > begin.n &&
	       strchr(" \t\r\n?", rest.p[begin.n]) != NULL;
}

size_t document_aside(struct view rest)
{
	if (view_starts(rest, VIEW("<!--")))
		return comment(rest);
	if (view_starts(rest, VIEW("<?")) && !is_declaration(rest))
		return through(rest, "?>");
	return 0;
}
