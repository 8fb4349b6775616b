#include "gateway/multipart.h"

/* The line at the start of `v`, without its end; *next: what stands behind. */
static struct view line_of(struct view v, struct view *next)
{
	struct view line;

	view_cut(v, '\n', &line, next);
	if (line.n != 0 && line.n < v.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

enum line_kind { LINE_OTHER, LINE_DELIMITER, LINE_CLOSE };

/* RFC 2046 5.1.1: white space may follow. */
static enum line_kind judge_line(struct view line, struct view boundary)
{
	struct view rest;

	if (!view_starts(line, VIEW("--")))
		return LINE_OTHER;
	rest = view_from(line, 2);
	if (!view_starts(rest, boundary))
		return LINE_OTHER;
	rest = view_from(rest, boundary.n);
	if (view_trim(rest).n == 0)
		return LINE_DELIMITER;
	if (view_starts(rest, VIEW("--")) && view_trim(view_from(rest, 2)).n == 0)
		return LINE_CLOSE;
	return LINE_OTHER;
}

/* What stands before the next delimiter line, whose line end belongs to it. */
static enum line_kind cut_at_delimiter(struct multipart *m, struct view *before)
{
	struct view start = m->rest, at = m->rest, next;

	while (at.n != 0) {
		enum line_kind kind = judge_line(line_of(at, &next), m->boundary);

		if (kind != LINE_OTHER) {
			size_t n = (size_t)(at.p - start.p);

			if (n != 0 && start.p[n - 1] == '\n')
				n--;
			if (n != 0 && start.p[n - 1] == '\r')
				n--;
			*before = (struct view){ start.p, n };
			m->rest = next;
			return kind;
		}
		at = next;
	}
	return LINE_OTHER;
}

static void keep_field(struct part *p, struct view line)
{
	struct view name, value, *to = NULL;

	if (!view_cut(line, ':', &name, &value))
		return;
	name = view_trim(name);
	if (view_ieq(name, VIEW("Content-Type")) || view_ieq(name, VIEW("c")))
		to = &p->type;
	else if (view_ieq(name, VIEW("Content-Transfer-Encoding")))
		to = &p->encoding;
	else if (view_ieq(name, VIEW("Content-Disposition")))
		to = &p->disposition;
	else if (view_ieq(name, VIEW("Content-Language")))
		to = &p->language;
	if (to != NULL && to->n == 0)
		*to = view_trim(value);
}

/* A copy in which a field stands on one line. */
static struct view unfold(struct view header, struct region *r)
{
	char *p = region_cstr(r, header);

	for (size_t i = 0; i + 1 < header.n; i++)
		if (p[i] == '\n' && (p[i + 1] == ' ' || p[i + 1] == '\t')) {
			p[i] = ' ';
			if (i > 0 && p[i - 1] == '\r')
				p[i - 1] = ' ';
		}
	return (struct view){ p, header.n };
}

/* Where the header of a part ends and its content begins.  False: beyond the limit
 * of a header. */
static bool split_part(struct view part, struct view *header, struct view *bytes)
{
	struct view at = part, next;

	while (at.n != 0) {
		size_t n = (size_t)(at.p - part.p);

		if (n > MULTIPART_HEADER_MAX)
			return false;
		if (line_of(at, &next).n == 0) {
			*header = (struct view){ part.p, n };
			*bytes = next;
			return true;
		}
		at = next;
	}
	*header = part;
	*bytes = (struct view){ "", 0 };
	return part.n <= MULTIPART_HEADER_MAX;
}

static bool take_part(struct view part, struct region *r, struct part *out)
{
	struct view header, rest;

	*out = (struct part){ .type = { "", 0 } };
	if (!split_part(part, &header, &out->bytes))
		return false;
	rest = unfold(header, r);
	while (rest.n != 0)
		keep_field(out, line_of(rest, &rest));
	return true;
}

static enum multipart_step bad(struct multipart *m)
{
	m->bad = true;
	return PART_BAD;
}

enum multipart_step multipart_next(struct multipart *m, struct region *r, struct part *out)
{
	struct view part;
	enum line_kind kind;

	if (m->bad || m->boundary.n == 0 || m->boundary.n > BOUNDARY_MAX)
		return bad(m);
	if (m->ended)
		return PART_END;
	if (!m->begun) {
		kind = cut_at_delimiter(m, &part);
		if (kind != LINE_DELIMITER)
			return bad(m);
		m->begun = true;
	}
	if (m->parts++ == MULTIPART_PARTS_MAX)
		return bad(m);
	kind = cut_at_delimiter(m, &part);
	if (kind == LINE_OTHER || !take_part(part, r, out))
		return bad(m);
	m->ended = kind == LINE_CLOSE;
	return PART_ONE;
}
