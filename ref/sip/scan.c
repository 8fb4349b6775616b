/* Lines and rows of a head; see scan.h. */
#include "sip/scan.h"

#include <string.h>

#include "sip/chars.h"

bool sip_scan_line(struct view *rest, struct view *line, const char **why)
{
	const char *lf = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
	const char *cr;
	size_t n;

	if (lf == NULL) {
		*why = "no empty line behind the fields";
		*rest = (struct view){ rest->p, 0 };
		return false;
	}
	n = (size_t)(lf - rest->p);
	*line = (struct view){ rest->p, n > 0 ? n - 1 : 0 };
	cr = memchr(rest->p, '\r', n);
	*rest = (struct view){ lf + 1, rest->n - n - 1 };
	if (cr == NULL || cr + 1 != lf) {
		*why = cr == NULL ? "LF without CR" : "CR without LF";
		return false;
	}
	return true;
}

static bool continues(struct view rest)
{
	return rest.n > 0 && sip_char_is(rest.p[0], SIP_C_WHITE);
}

enum sip_scan sip_scan_row(struct view *rest, struct sip_row *row, const char **why)
{
	struct view line, more;
	bool named;

	if (!sip_scan_line(rest, &line, why))
		return SIP_SCAN_BAD;
	if (line.n == 0)
		return SIP_SCAN_END;
	row->name = (struct view){ line.p, sip_span(line, SIP_C_TOKEN) };
	row->raw = view_from(line, row->name.n);
	row->folded = false;
	sip_skip_white(&row->raw);
	named = row->name.n > 0 && row->raw.n > 0 && row->raw.p[0] == ':';
	if (named)
		row->raw = view_from(row->raw, 1);
	while (continues(*rest)) {
		if (!sip_scan_line(rest, &more, why))
			return SIP_SCAN_BAD;
		row->raw.n = (size_t)(more.p + more.n - row->raw.p);
		row->folded = true;
	}
	if (!named) {
		*why = "a line that is no field";
		return SIP_SCAN_BAD;
	}
	row->raw = view_trim(row->raw);
	return SIP_SCAN_ROW;
}
