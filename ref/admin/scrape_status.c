/* The decision of scrape.h; apart from scrape.c, which calls it. */
#include "admin/scrape.h"

unsigned scrape_status(struct view head, bool *body)
{
	struct view line, rest, method, target, version, path, query;

	*body = true;
	/* Without a line feed the line is all there is. */
	(void)view_cut(head, '\n', &line, &rest);
	line = view_trim(line);
	if (!view_cut(line, ' ', &method, &rest) || !view_cut(rest, ' ', &target, &version) ||
	    !view_starts(version, VIEW("HTTP/1.")) || version.n != sizeof "HTTP/1.1" - 1)
		return 400;
	*body = !view_is(method, "HEAD");
	if (*body && !view_is(method, "GET"))
		return 405;
	(void)view_cut(target, '?', &path, &query);
	return view_is(path, "/metrics") ? 200 : 404;
}
