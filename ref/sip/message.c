/* One message, read strictly; see message.h. */
#include "sip/message.h"

#include <string.h>

#include "sip/chars.h"
#include "sip/message_private.h"
#include "sip/scan.h"

const struct sip_limits sip_limits_default = {
	.head = 32u << 10,
	.fields = 256,
	.field = 8u << 10,
	.body = 256u << 10,
};

void sip_fault(struct sip_reader *r, const char *at, unsigned status, const char *words)
{
	if (r->refusal->status != 0)
		return;
	*r->refusal = (struct sip_refusal){ status, words, (size_t)(at - r->start) };
}

/* --- start lines ------------------------------------------------------------------------- */

/* "SIP/" 1*DIGIT "." 1*DIGIT; *two when that is 2.0. */
static bool is_version(struct view v, bool *two)
{
	struct view major, minor;
	uint64_t a = 0, b = 0;

	if (v.n < 4 || !view_ieq((struct view){ v.p, 4 }, VIEW("SIP/")) ||
	    !view_cut(view_from(v, 4), '.', &major, &minor) || major.n == 0 || minor.n == 0 ||
	    sip_span(major, SIP_C_DIGIT) != major.n || sip_span(minor, SIP_C_DIGIT) != minor.n)
		return false;
	*two = sip_digits(major, 2, &a) && sip_digits(minor, 0, &b) && a == 2 && major.n == 1 &&
	       minor.n == 1;
	return true;
}

/* Status-Line = SIP-Version SP 3DIGIT SP Reason-Phrase */
static bool status_line(struct sip_reader *r, struct view line)
{
	struct sip_message *m = r->out;
	struct view version, rest, code;
	bool two = false;
	uint64_t n = 0;

	m->request = false;
	if (!view_cut(line, ' ', &version, &rest) || !is_version(version, &two) || !two ||
	    !view_cut(rest, ' ', &code, &m->reason) || code.n != 3 ||
	    !sip_digits(code, 699, &n) || n < 100)
		return false;
	for (size_t i = 0; i < m->reason.n; i++)
		if ((unsigned char)m->reason.p[i] < 0x20 ? m->reason.p[i] != '\t'
		                                         : m->reason.p[i] == 0x7f)
			return false;
	m->status = (unsigned)n;
	return true;
}

/* What stands between the method and the version: *uri, and no other space. */
static void request_uri(struct sip_reader *r, struct view uri)
{
	struct sip_message *m = r->out;
	const char *why = NULL;

	m->uri_text = uri;
	if (!sip_uri_read(uri, &m->uri, &why)) {
		m->uri = (struct sip_uri){ .scheme = SIP_SCHEME_OTHER };
		sip_fault(r, uri.p, 400, why);
	} else if (m->uri.headers.n != 0) {
		sip_fault(r, uri.p, 400, "headers in a Request-URI"); /* 19.1.1 table 1 */
	}
}

/* Request-Line = Method SP Request-URI SP SIP-Version.  False: not SIP at all. */
static bool request_line(struct sip_reader *r, struct view line)
{
	struct sip_message *m = r->out;
	struct view core = line, version, uri;
	bool two = false;
	size_t n;

	m->request = true;
	sip_trim_white(&core);
	m->method_name = (struct view){ core.p, sip_span(core, SIP_C_TOKEN) };
	for (n = core.n; n > 0 && !sip_char_is(core.p[n - 1], SIP_C_WHITE); n--)
		;
	version = view_from(core, n);
	if (m->method_name.n == 0 || n <= m->method_name.n || !is_version(version, &two))
		return false;
	m->method = sip_method_named(m->method_name);
	uri = (struct view){ core.p + m->method_name.n, n - m->method_name.n };
	if (!two)
		sip_fault(r, version.p, 505, "a version other than SIP/2.0");
	if (core.n != line.n)
		sip_fault(r, core.p + core.n, 400, "white space behind a Request-Line");
	if (uri.n < 2 || uri.p[0] != ' ' || uri.p[uri.n - 1] != ' ')
		sip_fault(r, uri.p, 400, "a Request-Line not divided by single spaces");
	else
		request_uri(r, (struct view){ uri.p + 1, uri.n - 2 });
	return true;
}

/* --- rows -------------------------------------------------------------------------------- */

/* The value on one line: each CR LF of a fold becomes two spaces, so that no
 * offset moves (LWS is one whatever it is made of, 25.1). */
static struct view unfold(struct sip_reader *r, struct view raw)
{
	struct view copy = region_copy(r->region, raw);
	char *p = copy.n > 0 ? memchr(copy.p, '\r', copy.n) : NULL;

	while (p != NULL) {
		p[0] = p[1] = ' ';
		p = memchr(p, '\r', copy.n - (size_t)(p - copy.p));
	}
	return copy;
}

static void add_row(struct sip_reader *r, const struct sip_row *row)
{
	struct sip_field *f;

	if (r->n_field == r->cap) {
		struct sip_field *more;

		r->cap = r->cap == 0 ? 24 : r->cap * 2;
		more = region_alloc(r->region, r->cap * sizeof *more);
		if (r->n_field > 0)
			memcpy(more, r->field, r->n_field * sizeof *more);
		r->field = more;
	}
	f = &r->field[r->n_field++];
	f->kind = sip_header_named(row->name);
	f->name = row->name;
	f->value = row->folded ? unfold(r, row->raw) : row->raw;
	if (!sip_field_is_needed(r->out->request, f->kind))
		return;
	if (sip_header_rows(f->kind) == SIP_ROWS_ONCE && r->seen[f->kind])
		sip_fault(r, row->name.p, 400, "a field that may stand once only");
	else
		sip_field_check(r, f, row->name.p);
	r->seen[f->kind] = true;
}

/* False: nothing behind here can be trusted. */
static bool rows(struct sip_reader *r, struct view *rest)
{
	const char *why = NULL;
	struct sip_row row;

	for (;;) {
		const char *line = rest->p;

		switch (sip_scan_row(rest, &row, &why)) {
		case SIP_SCAN_END:
			if ((size_t)(rest->p - r->start) > r->limits->head)
				sip_fault(r, line, 513, "a head larger than the limit");
			return true;
		case SIP_SCAN_BAD:
			sip_fault(r, line, 400, why);
			if (rest->n == 0)
				return false;
			break;
		case SIP_SCAN_ROW:
			if (r->n_field == r->limits->fields) {
				sip_fault(r, line, 513, "more fields than the limit");
				return false;
			}
			if (row.raw.n > r->limits->field) {
				sip_fault(r, line, 513, "a field larger than the limit");
				row.raw.n = 0;
				row.folded = false;
			}
			add_row(r, &row);
			break;
		}
		if ((size_t)(rest->p - r->start) > r->limits->head) {
			sip_fault(r, line, 513, "a head larger than the limit");
			return false;
		}
	}
}

/* --- the whole ---------------------------------------------------------------------------- */

static void body(struct sip_reader *r, struct view rest)
{
	struct sip_message *m = r->out;
	size_t length = rest.n;

	if (m->content_length >= 0) {
		if ((uint64_t)m->content_length > rest.n)
			sip_fault(r, rest.p, 400, "fewer bytes than Content-Length says");
		else
			length = (size_t)m->content_length;
	}
	if (length > r->limits->body)
		sip_fault(r, rest.p, 413, "a body larger than the limit");
	m->body = (struct view){ rest.p, length };
	m->surplus = rest.n - length;
}

static void mandatory(struct sip_reader *r, const char *at)
{
	static const struct {
		enum sip_header kind;
		const char *words;
	} all[] = {
		{ SIP_VIA, "no Via" },         { SIP_FROM, "no From" }, { SIP_TO, "no To" },
		{ SIP_CALL_ID, "no Call-ID" }, { SIP_CSEQ, "no CSeq" },
	};
	struct sip_message *m = r->out;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (!r->seen[all[i].kind])
			sip_fault(r, at, 400, all[i].words);
	if (m->request && m->cseq.method_name.n != 0 &&
	    !view_eq(m->cseq.method_name, m->method_name))
		sip_fault(r, at, m->method == SIP_METHOD_OTHER ? 501 : 400,
		          "CSeq names another method"); /* 8.1.1.5; 4475 3.1.2.17, .18 */
}

enum sip_reading sip_message_read(struct view bytes, struct region *region,
                                  const struct sip_limits *limits, struct sip_message *out,
                                  struct sip_refusal *refusal)
{
	struct sip_reader r = { .out = out,
		                .refusal = refusal,
		                .region = region,
		                .limits = limits,
		                .start = bytes.p };
	struct view line, rest = bytes;
	const char *why = NULL;
	bool known;

	*out = (struct sip_message){ .max_forwards = -1, .content_length = -1 };
	*refusal = (struct sip_refusal){ 0, NULL, 0 };
	while (rest.n >= 2 && rest.p[0] == '\r' && rest.p[1] == '\n')
		rest = view_from(rest, 2);
	if (!sip_scan_line(&rest, &line, &why)) {
		sip_fault(&r, bytes.p, 400, rest.n == 0 ? "not a SIP message" : why);
		return SIP_READ_DROP;
	}
	known = view_ieq((struct view){ line.p, line.n < 4 ? line.n : 4 }, VIEW("SIP/"))
	                ? status_line(&r, line)
	                : request_line(&r, line);
	if (!known) {
		sip_fault(&r, line.p, 400, "not the start line of a SIP message");
		return SIP_READ_DROP;
	}
	if (rows(&r, &rest)) {
		mandatory(&r, line.p);
		body(&r, rest);
	}
	out->field = r.field;
	out->n_field = r.n_field;
	if (refusal->status == 0)
		return SIP_READ_OK;
	return out->request && out->method != SIP_METHOD_ACK && out->via.host.n != 0
	               ? SIP_READ_REFUSE
	               : SIP_READ_DROP;
}

/* The tag behind a URI that is written in < and >. */
static bool outline_from(struct view value, struct sip_address *out)
{
	struct view uri, parameters;

	return view_cut(value, '>', &uri, &parameters) &&
	       sip_parameter(parameters, "tag", &out->tag) && sip_is_token(out->tag);
}

static bool outline_row(struct sip_message *m, const struct sip_row *row)
{
	switch (sip_header_named(row->name)) {
	case SIP_VIA:
		m->n_via++;
		return true;
	case SIP_FROM:
		return outline_from(row->raw, &m->from);
	case SIP_CALL_ID:
		m->call_id = row->raw;
		return m->call_id.n != 0;
	case SIP_CSEQ:
		return sip_cseq_read(row->raw, &m->cseq);
	default:
		return true;
	}
}

bool sip_message_outline(struct view bytes, struct sip_message *out)
{
	struct view line, version, rest = bytes;
	const char *why = NULL;
	enum sip_scan found;
	struct sip_row row;

	*out = (struct sip_message){ .request = true,
		                     .max_forwards = -1,
		                     .content_length = -1 };
	if (!sip_scan_line(&rest, &line, &why) ||
	    !view_cut(line, ' ', &out->method_name, &version) ||
	    !view_cut(version, ' ', &out->uri_text, &version) || !view_is(version, "SIP/2.0"))
		return false;
	out->method = sip_method_named(out->method_name);
	while ((found = sip_scan_row(&rest, &row, &why)) == SIP_SCAN_ROW)
		if (!outline_row(out, &row))
			return false;
	return found == SIP_SCAN_END && out->from.tag.n != 0 && out->call_id.n != 0 &&
	       view_eq(out->cseq.method_name, out->method_name);
}
