/* The decision of scrape.h; apart from scrape.c, which calls it. */
#include "admin/scrape.h"

/* absolute-form (RFC 9112, 3.2.2): what stands behind the authority, which is not
 * compared with anything, as Host is not.  False: an http URI without a host. */
static bool path_of(struct view target, struct view *path)
{
	static const char scheme[] = "http://";
	const size_t n = sizeof scheme - 1;
	size_t end = n;

	*path = target;
	if (target.n < n || !view_ieq_bytes(target.p, scheme, n))
		return true;
	while (end < target.n && target.p[end] != '/' && target.p[end] != '?')
		end++;
	*path = view_from(target, end);
	return end > n && target.p[n] != ':';
}

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
	if (!path_of(target, &target))
		return 400;
	(void)view_cut(target, '?', &path, &query);
	return view_is(path, "/metrics") ? 200 : 404;
}
