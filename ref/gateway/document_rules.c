/* Apart from document.c, so that the decision can be replaced. */
#include "gateway/document.h"

/* Bytes up to and with `end`; 0: it is not there. */
static size_t through(struct view v, const char *end)
{
	struct view e = view_of(end);
	size_t at = view_find(v, e);

	return at < v.n ? at + e.n : 0;
}

size_t document_aside(struct view rest)
{
	const struct view comment = VIEW("<!--"), end = VIEW("--");
	size_t n;

	if (view_starts(rest, comment)) { /* XML 1.0 2.5: "--" is its end, or there is none */
		n = comment.n + through(view_from(rest, comment.n), "--");
		return n > comment.n + end.n - 1 && n < rest.n && rest.p[n] == '>' ? n + 1 : 0;
	}
	/* 2.6: not "xml", which is the declaration and stands in front. */
	if (view_starts(rest, VIEW("<?")) && !view_starts(rest, VIEW("<?xml ")))
		return through(rest, "?>");
	return 0;
}
