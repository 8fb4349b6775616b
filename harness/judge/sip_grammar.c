#include "judge/sip_grammar.h"

#include <string.h>

/* sofia-sip's headers are not written for our warnings */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <sofia-sip/msg.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_util.h>
#pragma GCC diagnostic pop

#include "lib/text.h"
#include "scenario/sip_text.h"

static bool wrong(struct buf *why, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct buf *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(why, fmt, ap);
	va_end(ap);
	return false;
}

/* --- sofia's word ------------------------------------------------------------------------ */

static const char *field_in_error(const sip_t *sip)
{
	for (const sip_error_t *e = sip->sip_error; e != NULL; e = e->er_next)
		if (e->er_name != NULL)
			return e->er_name;
	return "a header field";
}

static bool sofia_accepts(struct view message, struct buf *why)
{
	msg_t *msg = msg_make(sip_default_mclass(), 0, message.p, (issize_t)message.n);
	const sip_t *sip = msg == NULL ? NULL : sip_object(msg);
	bool ok = true;

	if (sip == NULL)
		ok = wrong(why, "sofia-sip cannot read it");
	else if (msg_has_error(msg) || sip->sip_error != NULL)
		ok = wrong(why, "sofia-sip: error in %s", field_in_error(sip));
	else if (sip_sanity_check(sip) < 0)
		ok = wrong(why, "sofia-sip: it fails the sanity check (RFC 3261 8.1.1, 20)");
	if (msg != NULL)
		msg_destroy(msg);
	return ok;
}

/* --- our own rules ------------------------------------------------------------------------- */

/* RFC 3261 7.1, 25.1: SP once, nothing before and nothing behind. */
static bool start_line_is_right(const struct sip_text *t, struct buf *why)
{
	struct view rest = t->start, word;

	if (t->start.n == 0 || t->start.p[0] == ' ' || t->start.p[t->start.n - 1] == ' ') {
		/* an empty reason phrase leaves its blank */
		if (t->request || t->start.n == 0 || t->start.p[0] == ' ')
			return wrong(why,
			             "white space at an end of the start line (RFC 3261 25.1)");
	}
	if (!t->request)
		return (view_starts(t->start, VIEW("SIP/2.0 ")) && t->status != 0) ||
		       wrong(why, "no status line of SIP/2.0 (RFC 3261 7.2)");
	view_cut(rest, ' ', &word, &rest);
	view_cut(rest, ' ', &word, &rest);
	if (!view_is(rest, "SIP/2.0"))
		return wrong(why, "\"%.*s\" where SIP/2.0 must stand (RFC 3261 7.1)",
		             VIEW_ARG(rest));
	return true;
}

/* RFC 3261 19.1.1: ?name=value behind host and parameters. */
static bool request_uri_is_right(const struct sip_text *t, struct buf *why)
{
	size_t at = view_find(t->uri, VIEW("@"));
	struct view behind = view_from(t->uri, at < t->uri.n ? at : 0);

	return view_find(behind, VIEW("?")) == behind.n ||
	       wrong(why, "header fields in the Request-URI (RFC 3261 19.1.1)");
}

/* RFC 3261 20: an address with , ; or ? stands in <>. */
static bool addresses_are_right(const struct sip_text *t, struct buf *why)
{
	static const char *const names[] = { "From", "To", "Contact" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct view rest = sip_value(t, names[i]), one;
		struct view uri;

		while (sip_next_value(&rest, &one)) {
			if (one.n == 0 || view_is(one, "*") ||
			    memchr(one.p, '<', one.n) != NULL)
				continue;
			sip_next_part(&one, &uri);
			if (memchr(uri.p, '?', uri.n) != NULL ||
			    memchr(uri.p, ',', uri.n) != NULL)
				return wrong(why,
				             "%s: an address with ? or , outside of <> (RFC "
				             "3261 20)",
				             names[i]);
			/* a ; before the @ belongs to the user */
			if (memchr(uri.p, '@', uri.n) == NULL && uri.n > 4 &&
			    memchr(one.p != NULL ? one.p : "", '@', one.n) != NULL)
				return wrong(
				        why,
				        "%s: an address with ; outside of <> (RFC 3261 20)",
				        names[i]);
		}
	}
	return true;
}

/* RFC 3261 8.1.1, 20: once, and there. */
static bool fields_are_there(const struct sip_text *t, struct buf *why)
{
	static const char *const needed[] = { "Via", "From", "To", "Call-ID", "CSeq" };
	static const char *const once[] = {
		"From",           "To",           "Call-ID", "CSeq",  "Max-Forwards",
		"Content-Length", "Content-Type", "Expires", "Event", "Subscription-State"
	};

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (sip_field(t, needed[i], 0) == NULL)
			return wrong(why, "no %s (RFC 3261 8.1.1)", needed[i]);
	if (t->request && sip_field(t, "Max-Forwards", 0) == NULL)
		return wrong(why, "no Max-Forwards (RFC 3261 8.1.1.6)");
	for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
		if (sip_field(t, once[i], 1) != NULL)
			return wrong(why, "%s stands twice (RFC 3261 7.3.1)", once[i]);
	return true;
}

static bool cseq_is_right(const struct sip_text *t, struct buf *why)
{
	struct buf value = { 0 };
	struct view number, method;
	uint64_t n;
	bool ok;

	sip_normal(sip_value(t, "CSeq"), false, &value);
	view_cut(buf_view(&value), ' ', &number, &method);
	ok = text_u64(number, 0, INT32_MAX, &n) ||
	     wrong(why, "CSeq is no number below 2^31 (RFC 3261 8.1.1.5)");
	ok = ok &&
	     (!t->request || view_eq(method, t->method) ||
	      wrong(why, "the method of CSeq is not that of the request (RFC 3261 8.1.1.5)"));
	buf_free(&value);
	return ok;
}

static bool length_is_right(const struct sip_text *t, bool datagram, struct buf *why)
{
	struct view value = sip_value(t, "Content-Length");
	uint64_t n;

	if (!t->whole)
		return wrong(why, "no empty line behind the header fields (RFC 3261 7)");
	if (value.n == 0)
		return datagram || wrong(why, "no Content-Length on a stream (RFC 3261 18.3)");
	return (text_u64(value, 0, SIZE_MAX, &n) && n == t->body.n) ||
	       wrong(why, "Content-Length is %.*s, the body has %zu bytes (RFC 3261 20.14)",
	             VIEW_ARG(value), t->body.n);
}

static bool body_is_named(const struct sip_text *t, struct buf *why)
{
	return t->body.n == 0 || sip_field(t, "Content-Type", 0) != NULL ||
	       wrong(why, "a body without Content-Type (RFC 3261 20.15)");
}

/* RFC 3261 8.1.1.7: the cookie, in what the system itself sends. */
static bool branch_is_right(const struct sip_text *t, struct buf *why)
{
	struct view rest = sip_value(t, "Via"), first, branch;

	if (!t->request)
		return true;
	return (sip_next_value(&rest, &first) && sip_parameter(first, "branch", &branch) &&
	        view_starts(branch, VIEW("z9hG4bK")) && branch.n > 7) ||
	       wrong(why, "the top Via has no branch with the magic cookie (RFC 3261 8.1.1.7)");
}

/* RFC 3261 25.1: lines end in CRLF; no other control character in the head. */
static bool head_is_clean(struct view message, const struct sip_text *t, struct buf *why)
{
	size_t n = message.n - t->body.n;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)message.p[i];

		if (c == '\n' && (i == 0 || message.p[i - 1] != '\r'))
			return wrong(why, "a line that does not end in CRLF (RFC 3261 7)");
		if (c == '\r' && (i + 1 == n || message.p[i + 1] != '\n'))
			return wrong(why, "a CR without LF (RFC 3261 7)");
		if ((c < ' ' && c != '\r' && c != '\n' && c != '\t') || c == 127)
			return wrong(why, "a control character in the head (RFC 3261 25.1)");
	}
	return text_utf8_valid((struct view){ message.p, n }) ||
	       wrong(why, "the head is not UTF-8 (RFC 3261 7)");
}

bool sip_is_right(struct view message, bool datagram, struct buf *why)
{
	struct sip_text t;
	bool ok;

	sip_text_read(message, &t);
	ok = start_line_is_right(&t, why) && head_is_clean(message, &t, why) &&
	     length_is_right(&t, datagram, why) && fields_are_there(&t, why) &&
	     cseq_is_right(&t, why) && body_is_named(&t, why) && branch_is_right(&t, why) &&
	     (!t.request || request_uri_is_right(&t, why)) && addresses_are_right(&t, why) &&
	     sofia_accepts(message, why);
	sip_text_free(&t);
	return ok;
}

/* RFC 3261 8.2.6.2 */
static bool is_copied(const struct sip_field *f)
{
	static const char *const copied[] = { "Via", "From", "To", "Call-ID", "CSeq" };

	for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++)
		if (f->known != NULL && strcmp(f->known, copied[i]) == 0)
			return true;
	return false;
}

bool sip_is_right_but_for_copies(struct view response, bool datagram, struct buf *why)
{
	static const char sound[] = "Via: SIP/2.0/TCP a.example;branch=z9hG4bKa\r\n"
	                            "From: <sip:a.example>;tag=a\r\nTo: <sip:a.example>\r\n"
	                            "Call-ID: a\r\nCSeq: 1 MESSAGE\r\n";
	struct buf b = { 0 };
	struct sip_text t;
	const char *from = response.p, *end = response.p + response.n;
	bool ok;

	sip_text_read(response, &t);
	for (size_t i = 0; i <= t.n_field; i++) {
		const char *to = i < t.n_field ? t.field[i].name.p : end;
		bool copied = i > 0 && is_copied(&t.field[i - 1]);

		if (!copied) {
			buf_put(&b, from, (size_t)(to - from));
		} else if (to == end && t.whole) {
			buf_puts(&b, "\r\n");
			buf_putv(&b, t.body);
		}
		if (i == 0 && t.n_field > 0)
			buf_puts(&b, sound);
		from = to;
	}
	ok = sip_is_right(buf_view(&b), datagram, why);
	sip_text_free(&t);
	buf_free(&b);
	return ok;
}

/* --- Via ----------------------------------------------------------------------------------- */

struct vias {
	const struct sip_text *t;
	size_t field;
	struct view rest;
};

static bool next_via(struct vias *v, struct view *out)
{
	const struct sip_field *f;

	while (!sip_next_value(&v->rest, out)) {
		f = sip_field(v->t, "Via", v->field++);
		if (f == NULL)
			return false;
		v->rest = f->value;
	}
	return true;
}

/* Without received and rport, which the receiver sets (RFC 3261 18.2.1, 3581). */
static void put_via(struct view via, struct buf *out)
{
	struct view rest = via, part, name, value;
	bool first = true;

	while (sip_next_part(&rest, &part)) {
		view_cut(part, '=', &name, &value);
		if (!first && (view_ieq(view_trim(name), VIEW("received")) ||
		               view_ieq(view_trim(name), VIEW("rport"))))
			continue;
		if (!first)
			buf_putc(out, ';');
		sip_normal(part, true, out);
		first = false;
	}
}

static bool vias_are_kept(const struct sip_text *a, const struct sip_text *b, struct buf *why)
{
	struct vias sent = { .t = a }, back = { .t = b };
	struct buf one = { 0 }, other = { 0 };
	struct view s = VIEW(""), r = VIEW("");
	bool ok = true, more = true;

	while (more && ok) {
		more = next_via(&sent, &s);
		ok = next_via(&back, &r) == more;
		buf_clear(&one);
		buf_clear(&other);
		if (more && ok) {
			put_via(s, &one);
			put_via(r, &other);
			ok = view_eq(buf_view(&one), buf_view(&other));
		}
	}
	buf_free(&one);
	buf_free(&other);
	return ok ||
	       wrong(why, "the Via fields of the request are not kept (RFC 3261 8.2.6.2)");
}

/* --- request and response ------------------------------------------------------------------- */

/* With the parameter `tag`, if it was added, left out. */
static bool value_is_kept(const struct sip_text *a, const struct sip_text *b, const char *name,
                          struct buf *why)
{
	struct buf one = { 0 }, other = { 0 };
	struct view sent = sip_value(a, name), back = sip_value(b, name), tag;
	bool parts = sip_form_of(view_of(name)) == SIP_PARTS, ok;

	sip_normal(sent, parts, &one);
	sip_normal(back, parts, &other);
	if (parts && !sip_parameter(sent, "tag", &tag) && sip_parameter(back, "tag", &tag))
		buf_printf(&one, ";tag=%.*s", VIEW_ARG(tag));
	ok = view_eq(buf_view(&one), buf_view(&other)) ||
	     wrong(why, "%s of the request is not kept (RFC 3261 8.2.6.2)", name);
	buf_free(&one);
	buf_free(&other);
	return ok;
}

bool sip_answers_rightly(struct view request, struct view response, struct buf *why)
{
	static const char *const names[] = { "From", "To", "Call-ID", "CSeq" };
	struct sip_text a, b;
	bool ok;

	sip_text_read(request, &a);
	sip_text_read(response, &b);
	ok = vias_are_kept(&a, &b, why);
	for (size_t i = 0; i < sizeof names / sizeof names[0] && ok; i++)
		ok = value_is_kept(&a, &b, names[i], why);
	sip_text_free(&a);
	sip_text_free(&b);
	return ok;
}

static uint64_t cseq_of(const struct sip_text *t)
{
	struct view number, method;
	uint64_t n = 0;

	view_cut(sip_value(t, "CSeq"), ' ', &number, &method);
	text_u64(number, 0, UINT32_MAX, &n);
	return n;
}

/* ACK and CANCEL have the number of their INVITE. */
static bool counts(const struct sip_text *t)
{
	return t->request && !view_is(t->method, "ACK") && !view_is(t->method, "CANCEL");
}

bool sip_follows_rightly(struct view earlier, struct view later, struct buf *why)
{
	struct sip_text a, b;
	struct view tag_a = VIEW(""), tag_b = VIEW("");
	bool ok;

	sip_text_read(earlier, &a);
	sip_text_read(later, &b);
	(void)sip_parameter(sip_value(&a, "From"), "tag", &tag_a);
	(void)sip_parameter(sip_value(&b, "From"), "tag", &tag_b);
	ok = !counts(&a) || !counts(&b) || !view_eq(tag_a, tag_b) ||
	     !view_eq(sip_value(&a, "Call-ID"), sip_value(&b, "Call-ID")) ||
	     cseq_of(&b) > cseq_of(&a) ||
	     wrong(why, "CSeq does not rise in its dialog (RFC 3261 12.2.1.1)");
	sip_text_free(&a);
	sip_text_free(&b);
	return ok;
}
