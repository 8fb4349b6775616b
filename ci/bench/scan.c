#include "ci/bench/scan.h"

#include <stdbool.h>
#include <string.h>

/* Behind the '>' of a tag: is a piece complete? */
static bool tag_ends(struct scan *s)
{
	s->state = SCAN_TEXT;
	if (s->kind == '?')
		return s->depth == 0;
	if (s->kind == '/') {
		s->depth -= s->depth > 0;
		return s->depth <= 1;
	}
	if (s->last == '/')
		return s->depth <= 1;
	return ++s->depth == 1;
}

/* Behind the next `c`, or at the end of `v`. */
static bool skip_to(struct scan *s, struct view v, char c)
{
	const char *found = memchr(v.p + s->at, c, v.n - s->at);

	s->at = found != NULL ? (size_t)(found - v.p) + 1 : v.n;
	return found != NULL;
}

size_t scan_next(struct scan *s, struct view v)
{
	while (s->at < v.n) {
		size_t n;
		char c;

		switch (s->state) {
		case SCAN_TEXT:
			if (skip_to(s, v, '<'))
				s->state = SCAN_OPENED;
			break;
		case SCAN_OPENED:
			s->kind = s->last = v.p[s->at++];
			s->state = SCAN_TAG;
			break;
		case SCAN_TAG:
			c = v.p[s->at++];
			if (c == '>' && tag_ends(s)) {
				n = s->at;
				s->at = 0;
				return n;
			}
			if (c == '\'' || c == '"') {
				s->quote = c;
				s->state = SCAN_QUOTED;
			}
			s->last = c;
			break;
		case SCAN_QUOTED:
			if (skip_to(s, v, s->quote))
				s->state = SCAN_TAG;
			break;
		}
	}
	return 0;
}

size_t sip_next(struct view v)
{
	size_t end = view_find(v, VIEW("\r\n\r\n")), body = 0;
	struct view head = { v.p, end };
	size_t at = view_find(head, VIEW("\r\nContent-Length: "));

	if (end == v.n)
		return 0;
	if (at < head.n)
		for (at += 18; at < head.n && v.p[at] >= '0' && v.p[at] <= '9'; at++)
			body = body * 10 + (size_t)(v.p[at] - '0');
	end += 4;
	return body <= v.n - end ? end + body : 0;
}
