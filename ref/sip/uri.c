/* URIs taken apart; see uri.h. */
#include "sip/uri.h"

#include <arpa/inet.h>
#include <string.h>

#include "lib/text.h"
#include "sip/chars.h"

/* Looking for doubles costs the square of this: a peer sends no more. */
#define URI_PARAMETERS_MAX 32

static const struct {
	struct view name;
	enum sip_scheme scheme;
} schemes[] = {
	{ VIEW_INIT("sip"), SIP_SCHEME_SIP }, { VIEW_INIT("sips"), SIP_SCHEME_SIPS },
	{ VIEW_INIT("im"), SIP_SCHEME_IM },   { VIEW_INIT("pres"), SIP_SCHEME_PRES },
	{ VIEW_INIT("tel"), SIP_SCHEME_TEL },
};

static bool bad(const char **why, const char *words)
{
	if (why != NULL)
		*why = words;
	return false;
}

static void skip(struct view *v, size_t n)
{
	v->p += n;
	v->n -= n;
}

/* --- hosts ------------------------------------------------------------------------- */

static bool is_ipv6(struct view v)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr a;

	if (v.n == 0 || v.n >= sizeof text || memchr(v.p, '\0', v.n) != NULL)
		return false;
	memcpy(text, v.p, v.n);
	text[v.n] = '\0';
	return inet_pton(AF_INET6, text, &a) == 1;
}

static bool is_ipv4(struct view v)
{
	struct view left, octet;
	uint64_t n;

	for (int i = 0; i < 4; i++) {
		if (view_cut(v, '.', &octet, &left) != (i < 3))
			return false;
		if (octet.n > 3 || !sip_digits(octet, 255, &n))
			return false;
		v = left;
	}
	return true;
}

/* hostname: labels that begin and end with a letter or digit, the last of them
 * beginning with a letter, so that no address is taken for a name.  All bytes
 * are SIP_C_HOST. */
static bool is_hostname(struct view v)
{
	const char *dot;
	size_t label;

	if (v.n > 0 && v.p[v.n - 1] == '.')
		v.n--;
	for (;;) {
		dot = v.n > 0 ? memchr(v.p, '.', v.n) : NULL;
		label = dot != NULL ? (size_t)(dot - v.p) : v.n;
		if (label == 0 || v.p[0] == '-' || v.p[label - 1] == '-')
			return false;
		if (dot == NULL)
			return sip_char_is(v.p[0], SIP_C_ALPHA);
		skip(&v, label + 1);
	}
}

/* Of bytes that are all SIP_C_HOST. */
static enum sip_host_kind name_or_ipv4(struct view host)
{
	if (is_hostname(host))
		return SIP_HOST_NAME;
	return is_ipv4(host) ? SIP_HOST_IPV4 : SIP_HOST_NONE;
}

static enum sip_host_kind bracketed(struct view host)
{
	if (host.n > 2 && host.p[host.n - 1] == ']' &&
	    is_ipv6((struct view){ host.p + 1, host.n - 2 }))
		return SIP_HOST_IPV6;
	return SIP_HOST_NONE;
}

enum sip_host_kind sip_host_kind(struct view host)
{
	if (host.n > 0 && host.p[0] == '[')
		return bracketed(host);
	return sip_span(host, SIP_C_HOST) == host.n ? name_or_ipv4(host) : SIP_HOST_NONE;
}

bool sip_hostport_take(struct view *rest, bool white, struct view *host,
                       enum sip_host_kind *kind, unsigned *port)
{
	struct view r = *rest, behind, digits;
	const char *end;
	uint64_t n;

	*port = 0;
	if (r.n > 0 && r.p[0] == '[') {
		end = memchr(r.p, ']', r.n);
		if (end == NULL)
			return false;
		*host = (struct view){ r.p, (size_t)(end - r.p) + 1 };
		*kind = bracketed(*host);
	} else {
		*host = (struct view){ r.p, sip_span(r, SIP_C_HOST) };
		*kind = name_or_ipv4(*host);
	}
	if (*kind == SIP_HOST_NONE)
		return false;
	skip(&r, host->n);
	if (*kind == SIP_HOST_IPV6)
		*host = (struct view){ host->p + 1, host->n - 2 };
	behind = r;
	if (white)
		sip_skip_white(&r);
	if (r.n == 0 || r.p[0] != ':') {
		*rest = behind;
		return true;
	}
	skip(&r, 1);
	if (white)
		sip_skip_white(&r);
	digits = (struct view){ r.p, sip_span(r, SIP_C_DIGIT) };
	if (!sip_digits(digits, 65535, &n) || n == 0)
		return false;
	*port = (unsigned)n;
	skip(&r, digits.n);
	*rest = r;
	return true;
}

/* --- comparing what may be escaped ------------------------------------------------------ */

/* The next character of a part: an escape counts as what it stands for, but not
 * where that is reserved (19.1.4).  -1: the end. */
static int next_char(struct view *v, bool fold)
{
	int c = v->n >= 3 && v->p[0] == '%' ? text_hex_byte(v->p + 1) : -1, reserved = 0;

	if (v->n == 0)
		return -1;
	if (c >= 0) {
		reserved = sip_chars[c] & SIP_C_RESERVED ? 0x100 : 0;
		skip(v, 3);
	} else {
		c = (unsigned char)v->p[0];
		skip(v, 1);
	}
	if (fold && c >= 'A' && c <= 'Z')
		c |= 0x20;
	return c | reserved;
}

static bool same(struct view a, struct view b, bool fold)
{
	int c;

	if ((a.p == NULL) != (b.p == NULL))
		return false;
	do {
		c = next_char(&a, fold);
		if (c != next_char(&b, fold))
			return false;
	} while (c >= 0);
	return true;
}

/* --- parameters and headers -------------------------------------------------------------- */

/* name[=value] off the front of a checked list with that separator. */
static bool next_pair(struct view *rest, char separator, struct view *name, struct view *value)
{
	struct view pair;

	if (rest->n == 0)
		return false;
	view_cut(*rest, separator, &pair, rest);
	if (!view_cut(pair, '=', name, value))
		*value = (struct view){ NULL, 0 };
	return true;
}

static bool parameter_find(struct view list, struct view wanted, struct view *value)
{
	struct view name;

	while (next_pair(&list, ';', &name, value))
		if (same(name, wanted, true))
			return true;
	return false;
}

bool sip_uri_parameter(const struct sip_uri *u, const char *name, struct view *value)
{
	struct view ignored;

	return parameter_find(u->parameters, view_of(name), value != NULL ? value : &ignored);
}

static bool parameters_check(struct view list, const char **why)
{
	struct view all = list, pair, name, value, other, ignored, before;
	size_t n = 0;

	do {
		view_cut(list, ';', &pair, &list);
		if (++n > URI_PARAMETERS_MAX)
			return bad(why, "too many parameters in a URI");
		if (!view_cut(pair, '=', &name, &value))
			value = VIEW("-");
		if (name.n == 0 || sip_span_escaped(name, SIP_C_PARAMETER) != name.n ||
		    value.n == 0 || sip_span_escaped(value, SIP_C_PARAMETER) != value.n)
			return bad(why, "a malformed parameter in a URI");
		before = (struct view){ all.p, (size_t)(pair.p - all.p) };
		while (next_pair(&before, ';', &other, &ignored))
			if (same(other, name, true))
				return bad(why, "a parameter of a URI given twice");
	} while (list.n > 0 || pair.p + pair.n < all.p + all.n);
	return true;
}

static bool headers_check(struct view list, const char **why)
{
	struct view all = list, pair, name, value;
	size_t n = 0;

	do {
		view_cut(list, '&', &pair, &list);
		if (++n > URI_PARAMETERS_MAX)
			return bad(why, "too many headers in a URI");
		if (!view_cut(pair, '=', &name, &value) || name.n == 0 ||
		    sip_span_escaped(name, SIP_C_HEADER) != name.n ||
		    sip_span_escaped(value, SIP_C_HEADER) != value.n)
			return bad(why, "a malformed header in a URI");
	} while (list.n > 0 || pair.p + pair.n < all.p + all.n);
	return true;
}

/* --- the whole ----------------------------------------------------------------------------- */

static bool userinfo_read(struct view info, struct sip_uri *out, const char **why)
{
	if (!view_cut(info, ':', &out->user, &out->password))
		out->password = (struct view){ NULL, 0 };
	if (out->user.n == 0)
		return bad(why, "an empty user part");
	if (sip_span_escaped(out->user, SIP_C_USER) != out->user.n)
		return bad(why, "a character that no user part holds");
	if (sip_span_escaped(out->password, SIP_C_PASSWORD) != out->password.n)
		return bad(why, "a character that no password holds");
	return true;
}

static bool sip_like(struct view rest, struct sip_uri *out, const char **why)
{
	const char *at = rest.n > 0 ? memchr(rest.p, '@', rest.n) : NULL;
	struct view list;

	if (at != NULL) {
		if (!userinfo_read((struct view){ rest.p, (size_t)(at - rest.p) }, out, why))
			return false;
		skip(&rest, (size_t)(at - rest.p) + 1);
	}
	if (!sip_hostport_take(&rest, false, &out->host, &out->host_kind, &out->port))
		return bad(why, "a URI without a proper host and port");
	if (rest.n > 0 && rest.p[0] == ';') {
		skip(&rest, 1);
		at = memchr(rest.p, '?', rest.n);
		list = (struct view){ rest.p, at != NULL ? (size_t)(at - rest.p) : rest.n };
		out->parameters = list;
		if (!parameters_check(list, why))
			return false;
		skip(&rest, list.n);
	}
	if (rest.n > 0 && rest.p[0] == '?') {
		skip(&rest, 1);
		out->headers = rest;
		return headers_check(rest, why);
	}
	return rest.n == 0 || bad(why, "a URI that does not end behind its host");
}

/* "scheme:" off the front, or false. */
static bool scheme_read(struct view text, struct sip_uri *out)
{
	size_t n = 0;

	while (n < text.n && text.p[n] != ':') {
		if (!sip_char_is(text.p[n], SIP_C_ALPHA) &&
		    (n == 0 || (!sip_char_is(text.p[n], SIP_C_DIGIT) && text.p[n] != '+' &&
		                text.p[n] != '-' && text.p[n] != '.')))
			return false;
		n++;
	}
	if (n == 0 || n == text.n)
		return false;
	out->scheme_name = (struct view){ text.p, n };
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (view_ieq(out->scheme_name, schemes[i].name)) {
			out->scheme = schemes[i].scheme;
			break;
		}
	return true;
}

bool sip_uri_read(struct view text, struct sip_uri *out, const char **why)
{
	struct view rest;

	*out = (struct sip_uri){ .scheme = SIP_SCHEME_OTHER, .text = text };
	if (!scheme_read(text, out))
		return bad(why, "no scheme at the front of a URI");
	rest = view_from(text, out->scheme_name.n + 1);
	if (out->scheme != SIP_SCHEME_TEL && out->scheme != SIP_SCHEME_OTHER)
		return sip_like(rest, out, why);
	out->opaque = rest;
	if (rest.n == 0 || sip_span_escaped(rest, SIP_C_URI) != rest.n)
		return bad(why, "a character that no URI holds");
	return true;
}

/* --- equality (19.1.4) ------------------------------------------------------------------------ */

static bool counts_alone(struct view name)
{
	static const char *const names[] = { "user", "ttl", "method", "maddr", "transport" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (same(name, view_of(names[i]), true))
			return true;
	return false;
}

static bool parameters_match(struct view a, struct view b)
{
	struct view name, mine, theirs;

	while (next_pair(&a, ';', &name, &mine))
		if (!parameter_find(b, name, &theirs)) {
			if (counts_alone(name))
				return false;
		} else if (!same(mine, theirs, true)) {
			return false;
		}
	return true;
}

/* Each header of `a` is one of `b`; a name may stand there more than once. */
static bool headers_within(struct view a, struct view b)
{
	struct view name, mine, other, theirs, rest;
	bool found;

	while (next_pair(&a, '&', &name, &mine)) {
		found = false;
		rest = b;
		while (!found && next_pair(&rest, '&', &other, &theirs))
			found = same(name, other, true) && same(mine, theirs, false);
		if (!found)
			return false;
	}
	return true;
}

static bool hosts_equal(const struct sip_uri *a, const struct sip_uri *b)
{
	char text[2][INET6_ADDRSTRLEN];
	struct in6_addr address[2];

	if (a->host_kind != b->host_kind)
		return false;
	if (a->host_kind != SIP_HOST_IPV6)
		return view_ieq(a->host, b->host);
	memcpy(text[0], a->host.p, a->host.n);
	text[0][a->host.n] = '\0';
	memcpy(text[1], b->host.p, b->host.n);
	text[1][b->host.n] = '\0';
	return inet_pton(AF_INET6, text[0], &address[0]) == 1 &&
	       inet_pton(AF_INET6, text[1], &address[1]) == 1 &&
	       memcmp(&address[0], &address[1], sizeof address[0]) == 0;
}

bool sip_uri_equal(const struct sip_uri *a, const struct sip_uri *b)
{
	if (a->scheme != b->scheme)
		return false;
	if (a->scheme == SIP_SCHEME_TEL || a->scheme == SIP_SCHEME_OTHER)
		return view_ieq(a->scheme_name, b->scheme_name) &&
		       view_eq(a->opaque, b->opaque);
	return same(a->user, b->user, false) && same(a->password, b->password, false) &&
	       hosts_equal(a, b) && a->port == b->port &&
	       parameters_match(a->parameters, b->parameters) &&
	       parameters_match(b->parameters, a->parameters) &&
	       headers_within(a->headers, b->headers) && headers_within(b->headers, a->headers);
}

/* --- escapes ------------------------------------------------------------------------------------ */

void sip_escape(struct buf *out, struct view raw, enum sip_uri_part part)
{
	static const unsigned classes[] = {
		[SIP_PART_USER] = SIP_C_USER,
		[SIP_PART_PASSWORD] = SIP_C_PASSWORD,
		[SIP_PART_PARAMETER] = SIP_C_PARAMETER,
		[SIP_PART_HEADER] = SIP_C_HEADER,
	};
	size_t n;

	while (raw.n > 0) {
		n = sip_span(raw, classes[part]);
		buf_put(out, raw.p, n);
		raw = view_from(raw, n);
		if (raw.n > 0) {
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)raw.p[0]);
			raw = view_from(raw, 1);
		}
	}
}

bool sip_unescape(struct buf *out, struct view escaped)
{
	int c;

	if (escaped.n == 0 || memchr(escaped.p, '%', escaped.n) == NULL) {
		buf_putv(out, escaped);
		return true;
	}
	for (size_t i = 0; i < escaped.n; i++) {
		if (escaped.p[i] != '%') {
			buf_putc(out, escaped.p[i]);
			continue;
		}
		c = escaped.n - i < 3 ? -1 : text_hex_byte(escaped.p + i + 1);
		if (c < 0)
			return false;
		buf_putc(out, (char)c);
		i += 2;
	}
	return true;
}
