#include "scenario/sip_text.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"

/* What a peer sends must not make our memory grow without end. */
#define FIELDS_MOST 4096

static const struct {
	const char *name, *compact;
	enum sip_form form;
} headers[] = {
#define X(name, compact, form) { name, compact, SIP_##form },
#include "scenario/sip_header.tbl"
#undef X
};
#define N_HEADERS (sizeof headers / sizeof headers[0])

/* --- names ------------------------------------------------------------------------ */

static size_t header_index(struct view name)
{
	size_t i = 0;

	while (i < N_HEADERS && !(view_ieq(name, view_of(headers[i].name)) ||
	                          (headers[i].compact[0] != '\0' &&
	                           view_ieq(name, view_of(headers[i].compact)))))
		i++;
	return i;
}

const char *sip_known_name(struct view name)
{
	size_t i = header_index(name);

	return i < N_HEADERS ? headers[i].name : NULL;
}

enum sip_form sip_form_of(struct view name)
{
	size_t i = header_index(name);

	return i < N_HEADERS ? headers[i].form : SIP_PLAIN;
}

bool sip_same_name(struct view a, struct view b)
{
	const char *known = sip_known_name(a);

	return view_ieq(a, b) || (known != NULL && known == sip_known_name(b));
}

/* --- the message --------------------------------------------------------------------- */

/* The next line of the head without its end; folds are lines of their own. */
static bool next_line(struct view *rest, struct view *line)
{
	size_t n = view_find(*rest, VIEW("\n"));

	*line = (struct view){ rest->p, n };
	if (n == rest->n) {
		rest->n = 0;
		return false;
	}
	*rest = view_from(*rest, n + 1);
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void read_start(struct sip_text *t)
{
	struct view first, rest, second, third;
	uint64_t status;

	view_cut(t->start, ' ', &first, &rest);
	view_cut(rest, ' ', &second, &third);
	t->request = !(first.n >= 4 && view_ieq((struct view){ first.p, 4 }, VIEW("SIP/")));
	if (t->request) {
		t->method = first;
		t->uri = second;
	} else {
		t->reason = third;
		if (text_u64(second, 100, 999, &status))
			t->status = (unsigned)status;
	}
}

static void add_field(struct sip_text *t, struct view line, size_t *cap)
{
	struct sip_field *f;
	struct view name, value;

	if (t->n_field == FIELDS_MOST)
		return;
	view_cut(line, ':', &name, &value);
	t->field = mem_grow(t->field, t->n_field, cap, sizeof *t->field);
	f = &t->field[t->n_field++];
	f->name = view_trim(name);
	f->value = view_trim(value);
	f->known = sip_known_name(f->name);
}

void sip_text_read(struct view bytes, struct sip_text *out)
{
	struct view rest = bytes, line, next;
	size_t cap = 0;

	memset(out, 0, sizeof *out);
	if (bytes.n == 0)
		return;
	next_line(&rest, &out->start);
	read_start(out);
	while (rest.n > 0) {
		if (next_line(&rest, &line) && line.n == 0) {
			out->whole = true;
			out->body = rest;
			return;
		}
		/* RFC 3261 7.3.1: a line that begins with white space goes on */
		while (rest.n > 0 && is_blank(rest.p[0])) {
			next_line(&rest, &next);
			line.n = (size_t)(next.p - line.p) + next.n;
		}
		add_field(out, line, &cap);
	}
}

void sip_text_free(struct sip_text *t)
{
	free(t->field);
	memset(t, 0, sizeof *t);
}

size_t sip_text_cut(struct view bytes)
{
	size_t crlf = view_find(bytes, VIEW("\r\n\r\n")), lf = view_find(bytes, VIEW("\n\n"));
	size_t head = crlf < lf ? crlf + 4 : lf + 2;
	struct sip_text t;
	uint64_t length = 0;

	if (crlf == bytes.n && lf == bytes.n)
		return 0;
	sip_text_read((struct view){ bytes.p, head }, &t);
	if (!text_u64(sip_value(&t, "Content-Length"), 0, SIZE_MAX / 4, &length))
		length = 0;
	sip_text_free(&t);
	return head + length <= bytes.n ? head + (size_t)length : 0;
}

const struct sip_field *sip_field(const struct sip_text *t, const char *name, size_t nth)
{
	for (size_t i = 0; i < t->n_field; i++)
		if (sip_same_name(t->field[i].name, view_of(name)) && nth-- == 0)
			return &t->field[i];
	return NULL;
}

struct view sip_value(const struct sip_text *t, const char *name)
{
	const struct sip_field *f = sip_field(t, name, 0);

	return f != NULL ? f->value : (struct view){ "", 0 };
}

/* --- inside a value --------------------------------------------------------------------- */

/* Where `stop` stands outside of quotes and <>, or v.n. */
static size_t find_outside(struct view v, char stop)
{
	bool quoted = false, angle = false;

	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"' && !angle) {
			quoted = true;
		} else if (c == '<' || c == '>') {
			angle = c == '<';
		} else if (c == stop && !angle) {
			return i;
		}
	}
	return v.n;
}

static bool next_at(struct view *rest, char stop, struct view *out)
{
	size_t n;

	if (rest->p == NULL)
		return false;
	n = find_outside(*rest, stop);
	*out = view_trim((struct view){ rest->p, n });
	*rest = n < rest->n ? view_from(*rest, n + 1) : (struct view){ NULL, 0 };
	return true;
}

bool sip_next_value(struct view *rest, struct view *value)
{
	return next_at(rest, ',', value);
}

bool sip_next_part(struct view *rest, struct view *part)
{
	return next_at(rest, ';', part);
}

static bool find_parameter(struct view rest, const char *name, struct view *out)
{
	struct view part, its, value;

	sip_next_part(&rest, &part);
	while (sip_next_part(&rest, &part)) {
		view_cut(part, '=', &its, &value);
		if (!view_ieq(view_trim(its), view_of(name)))
			continue;
		*out = view_trim(value);
		return true;
	}
	return false;
}

bool sip_parameter(struct view value, const char *name, struct view *out)
{
	return find_parameter(value, name, out);
}

void sip_normal(struct view value, bool parts, struct buf *out)
{
	bool quoted = false, space = false;
	char last = '\0';

	value = view_trim(value);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (!quoted && (is_blank(c) || c == '\r' || c == '\n')) {
			space = true;
			continue;
		}
		if (space && !(parts && (c == ';' || c == '=' || last == ';' || last == '=')))
			buf_putc(out, ' ');
		space = false;
		buf_putc(out, c);
		if (quoted && c == '\\' && i + 1 < value.n)
			buf_putc(out, value.p[++i]);
		else if (c == '"')
			quoted = !quoted;
		last = c;
	}
}

/* --- addresses ------------------------------------------------------------------------------ */

struct view sip_uri_in(struct view value)
{
	size_t open, close;
	struct view uri;

	for (open = 0; open < value.n && value.p[open] != '<'; open++)
		if (value.p[open] == '"')
			for (open++; open < value.n && value.p[open] != '"'; open++)
				open += value.p[open] == '\\';
	if (open < value.n) {
		uri = view_from(value, open + 1);
		close = view_find(uri, VIEW(">"));
		return view_trim((struct view){ uri.p, close });
	}
	/* RFC 3261 20: without <> the parameters are those of the header */
	sip_next_part(&value, &uri);
	return uri;
}

/* Behind the scheme, up to parameters and headers. */
static struct view hier(struct view uri, struct view *behind)
{
	struct view scheme, rest, part;
	size_t at, end = 0;

	if (!view_cut(uri, ':', &scheme, &rest))
		rest = uri;
	/* RFC 3261 25.1: ; and ? may stand in a user, @ may not */
	at = view_find(rest, VIEW("@"));
	end = at < rest.n ? at : 0;
	while (end < rest.n && strchr(";?>", rest.p[end]) == NULL)
		end++;
	part = (struct view){ rest.p, end };
	*behind = view_from(rest, end);
	return part;
}

struct view sip_user_in(struct view uri)
{
	struct view behind, part = hier(uri, &behind), user, host, password, name;

	if (!view_cut(part, '@', &user, &host))
		return (struct view){ "", 0 };
	view_cut(user, ':', &name, &password);
	return name;
}

struct view sip_host_in(struct view uri)
{
	struct view behind, part = hier(uri, &behind), user, host, port, name;

	if (!view_cut(part, '@', &user, &host))
		host = part;
	if (view_starts(host, VIEW("[")))
		return (struct view){ host.p, view_find(host, VIEW("]")) + 1 };
	view_cut(host, ':', &name, &port);
	return name;
}

bool sip_uri_parameter(struct view uri, const char *name, struct view *out)
{
	struct view behind, left, headers_of;

	hier(uri, &behind);
	view_cut(behind, '?', &left, &headers_of);
	return find_parameter(left, name, out);
}

void sip_put_lines(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_putc(out, '\r');
		buf_putc(out, *text);
	}
}

void sip_unescape(struct view v, struct buf *out)
{
	for (size_t i = 0; i < v.n; i++) {
		int c = v.p[i] == '%' && i + 2 < v.n ? text_hex_byte(v.p + i + 1) : -1;

		if (c >= 0) {
			buf_putc(out, (char)c);
			i += 2;
		} else {
			buf_putc(out, v.p[i]);
		}
	}
}

/* XEP-0106 */
static const struct {
	char plain;
	const char *escaped;
} escapes[] = { { ' ', "\\20" }, { '"', "\\22" }, { '&', "\\26" }, { '\'', "\\27" },
	        { '/', "\\2f" }, { ':', "\\3a" }, { '<', "\\3c" }, { '>', "\\3e" },
	        { '@', "\\40" }, { '\\', "\\5c" } };
#define N_ESCAPES (sizeof escapes / sizeof escapes[0])

/* XEP-0106 3: a backslash is escaped only where it would begin an escape. */
static bool begins_escape(struct view v)
{
	for (size_t i = 0; i < N_ESCAPES; i++)
		if (view_starts(v, view_of(escapes[i].escaped)))
			return true;
	return false;
}

static void put_localpart(struct view plain, struct buf *out)
{
	for (size_t i = 0; i < plain.n; i++) {
		const char *as = NULL;

		for (size_t k = 0; k < N_ESCAPES; k++)
			if (escapes[k].plain == plain.p[i])
				as = escapes[k].escaped;
		if (as != NULL && (plain.p[i] != '\\' || begins_escape(view_from(plain, i))))
			buf_puts(out, as);
		else
			buf_putc(out, plain.p[i]);
	}
}

void sip_jid_of(struct view uri, struct buf *out)
{
	struct buf plain = { 0 };
	struct view gr;

	sip_unescape(sip_user_in(uri), &plain);
	if (buf_len(&plain) > 0) {
		put_localpart(buf_view(&plain), out);
		buf_putc(out, '@');
	}
	buf_putv(out, sip_host_in(uri));
	if (sip_uri_parameter(uri, "gr", &gr) && gr.n > 0) {
		buf_putc(out, '/');
		sip_unescape(gr, out);
	}
	buf_free(&plain);
}

static bool stands_in_user(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-_.!~*'()&=+$,;?/", c) != NULL);
}

void sip_uri_of(struct view jid, struct buf *out)
{
	struct view bare, resource, user, domain;

	view_cut(jid, '/', &bare, &resource);
	buf_puts(out, "sip:");
	if (!view_cut(bare, '@', &user, &domain)) {
		buf_putv(out, bare);
		return;
	}
	for (size_t i = 0; i < user.n; i++) {
		char c = user.p[i];

		for (size_t k = 0; k < N_ESCAPES && c == '\\'; k++)
			if (view_starts(view_from(user, i), view_of(escapes[k].escaped))) {
				c = escapes[k].plain;
				i += 2;
				break;
			}
		if (stands_in_user(c))
			buf_putc(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
	buf_putc(out, '@');
	buf_putv(out, domain);
}
