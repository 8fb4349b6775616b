/* Values of header fields: lists, parameters, addresses, Via; see field.h. */
#include "sip/field.h"

#include <string.h>

#include "lib/text.h"
#include "sip/chars.h"
#include "sip/lexer.h"

bool sip_list_next(struct view *rest, struct view *item)
{
	bool angle = false;
	size_t i = 0;

	sip_skip_white(rest);
	if (rest->n == 0)
		return false;
	if (rest->n == 1 && rest->p[0] == ',') { /* what a final comma left */
		*item = (struct view){ rest->p, 0 };
		*rest = (struct view){ NULL, 0 };
		return true;
	}
	if (memchr(rest->p, ',', rest->n) == NULL) /* most values are alone */
		i = rest->n;
	while (i < rest->n && (angle || rest->p[i] != ',')) {
		if (rest->p[i] == '"' && !angle) {
			i += sip_quoted_length(view_from(*rest, i));
			continue;
		}
		if (rest->p[i] == '<' || rest->p[i] == '>')
			angle = rest->p[i] == '<';
		i++;
	}
	*item = (struct view){ rest->p, i };
	sip_trim_white(item);
	if (i == rest->n) {
		*rest = (struct view){ NULL, 0 };
		return true;
	}
	*rest = view_from(*rest, i + 1);
	sip_skip_white(rest);
	if (rest->n == 0)
		*rest = VIEW(",");
	return true;
}

bool sip_parameter_next(struct view *rest, struct view *name, struct view *value)
{
	struct view r = *rest;

	sip_skip_white(&r);
	if (r.n == 0) {
		*rest = r;
		return false;
	}
	if (r.p[0] == ';')
		r = view_from(r, 1);
	if (!sip_take_parameter(&r, name, value))
		return false;
	*rest = r;
	return true;
}

bool sip_parameter(struct view parameters, const char *name, struct view *value)
{
	struct view wanted = view_of(name), have, what;

	while (sip_parameter_next(&parameters, &have, &what))
		if (view_ieq(have, wanted)) {
			if (value != NULL)
				*value = what;
			return true;
		}
	return false;
}

void sip_unquote(struct buf *out, struct view value)
{
	if (value.n < 2 || value.p[0] != '"') {
		buf_putv(out, value);
		return;
	}
	for (size_t i = 1; i + 1 < value.n; i++) {
		if (value.p[i] == '\\' && i + 2 < value.n)
			i++;
		buf_putc(out, value.p[i]);
	}
}

/* --- addresses ----------------------------------------------------------------------- */

static bool bad(const char **why, const char *words)
{
	if (why != NULL)
		*why = words;
	return false;
}

/* *(token LWS) or a quoted string, up to the '<'. */
static bool display_read(struct view *rest, struct view *display, const char **why)
{
	size_t n = 0;

	if (rest->n > 0 && rest->p[0] == '"') {
		if (!sip_take_quoted(rest, display))
			return bad(why, "a display name with a bad quoted string");
		sip_skip_white(rest);
		return rest->n > 0 && rest->p[0] == '<'
		               ? true
		               : bad(why, "no <URI> behind a quoted name");
	}
	while (n < rest->n && rest->p[n] != '<')
		n++;
	*display = (struct view){ rest->p, n };
	sip_trim_white(display);
	if (sip_span(*display, SIP_C_TOKEN | SIP_C_WHITE) != display->n)
		return bad(why, "a display name that needs quotes");
	*rest = view_from(*rest, n);
	return true;
}

static bool name_addr_read(struct view *rest, struct sip_address *out, const char **why)
{
	const char *end;
	size_t n;

	if (!display_read(rest, &out->display, why))
		return false;
	end = memchr(rest->p, '>', rest->n);
	if (end == NULL)
		return bad(why, "a '<' without '>'");
	n = (size_t)(end - rest->p);
	out->bracketed = true;
	if (!sip_uri_read((struct view){ rest->p + 1, n - 1 }, &out->uri, why))
		return false;
	*rest = view_from(*rest, n + 1);
	return true;
}

/* Without <>: the URI ends at the first ';' or white space (20). */
static bool addr_spec_read(struct view *rest, struct sip_address *out, const char **why)
{
	size_t n = 0;

	while (n < rest->n && rest->p[n] != ';' && !sip_char_is(rest->p[n], SIP_C_WHITE)) {
		if (rest->p[n] == ',' || rest->p[n] == '?')
			return bad(why, "a URI that needs < and >");
		n++;
	}
	if (!sip_uri_read((struct view){ rest->p, n }, &out->uri, why))
		return false;
	*rest = view_from(*rest, n);
	return true;
}

/* True: an addr-spec could begin here, for nothing before the ':' is a quote, a
 * bracket or white space. */
static bool is_addr_spec(struct view v)
{
	size_t n = 0;

	while (n < v.n && v.p[n] != ':' && v.p[n] != '<' && v.p[n] != '"' &&
	       !sip_char_is(v.p[n], SIP_C_WHITE))
		n++;
	return n < v.n && v.p[n] == ':';
}

bool sip_address_read(struct view value, struct sip_address *out, const char **why)
{
	struct view name, what, rest = value;

	*out = (struct sip_address){ .bracketed = false };
	sip_skip_white(&rest);
	sip_trim_white(&rest);
	if (is_addr_spec(rest) ? !addr_spec_read(&rest, out, why)
	                       : !name_addr_read(&rest, out, why))
		return false;
	sip_skip_white(&rest);
	out->parameters = view_from(rest, 1);
	while (rest.n > 0) {
		if (!sip_take_separator(&rest, ';') || !sip_take_parameter(&rest, &name, &what))
			return bad(why, "malformed parameters behind an address");
		if (!view_ieq(name, VIEW("tag")))
			continue;
		if (out->tag.n != 0)
			return bad(why, "two tags");
		if (what.n == 0 || !sip_is_token(what))
			return bad(why, "a tag that is no token");
		out->tag = what;
	}
	return true;
}

/* --- Via ------------------------------------------------------------------------------- */

/* SIP SLASH version SLASH transport LWS sent-by */
static bool sent_by_read(struct view *rest, struct sip_via *out, bool *version_2)
{
	struct view protocol, version;

	if (!sip_take_token(rest, &protocol) || !sip_take_separator(rest, '/') ||
	    !sip_take_token(rest, &version) || !sip_take_separator(rest, '/') ||
	    !sip_take_token(rest, &out->transport))
		return false;
	if (rest->n == 0 || !sip_char_is(rest->p[0], SIP_C_WHITE))
		return false;
	sip_skip_white(rest);
	*version_2 = view_ieq(protocol, VIEW("SIP")) && view_is(version, "2.0");
	return sip_hostport_take(rest, true, &out->host, &out->host_kind, &out->port);
}

static struct view without_brackets(struct view v)
{
	if (v.n > 2 && v.p[0] == '[' && v.p[v.n - 1] == ']')
		return (struct view){ v.p + 1, v.n - 2 };
	return v;
}

static bool via_parameter(struct sip_via *out, struct view name, struct view value)
{
	uint64_t port;

	if (view_ieq(name, VIEW("branch"))) {
		if (out->branch.n != 0 || value.n == 0 || !sip_is_token(value))
			return false;
		out->branch = value;
	} else if (view_ieq(name, VIEW("received"))) {
		out->received = without_brackets(value);
	} else if (view_ieq(name, VIEW("maddr"))) {
		out->maddr = without_brackets(value);
	} else if (view_ieq(name, VIEW("rport"))) {
		out->rport = true;
		if (value.p != NULL) {
			if (!sip_digits(value, 65535, &port))
				return false;
			out->rport_value = (unsigned)port;
		}
	}
	return true;
}

bool sip_via_read(struct view value, struct sip_via *out, const char **why)
{
	struct view name, what, parameters, rest = value;
	bool version_2 = false;

	*out = (struct sip_via){ .host_kind = SIP_HOST_NONE };
	sip_skip_white(&rest);
	sip_trim_white(&rest);
	out->text = rest;
	if (!sent_by_read(&rest, out, &version_2)) {
		out->host = (struct view){ NULL, 0 };
		return bad(why, "a Via without protocol and sent-by");
	}
	if (!version_2)
		return bad(why, "a Via of another protocol than SIP/2.0");
	sip_skip_white(&rest);
	parameters = view_from(rest, 1);
	while (rest.n > 0) {
		if (!sip_take_separator(&rest, ';') || !sip_take_parameter(&rest, &name, &what))
			return bad(why, "malformed parameters of a Via");
		if (!via_parameter(out, name, what))
			return bad(why, "a malformed branch or rport of a Via");
	}
	out->parameters = parameters;
	return true;
}

bool sip_branch_is_3261(struct view branch)
{
	return branch.n > 7 && view_ieq((struct view){ branch.p, 7 }, VIEW("z9hG4bK"));
}
