/* Tokens, quoted strings, parameters; see lexer.h. */
#include "sip/lexer.h"

#include "lib/text.h"
#include "sip/chars.h"

size_t sip_quoted_length(struct view v)
{
	size_t i = 1;

	while (i < v.n && v.p[i] != '"')
		i += v.p[i] == '\\' && i + 1 < v.n ? 2 : 1;
	return i < v.n ? i + 1 : v.n;
}

bool sip_take_quoted(struct view *rest, struct view *quoted)
{
	bool ascii = true;
	size_t i = 1;

	if (rest->n < 2 || rest->p[0] != '"')
		return false;
	for (; i < rest->n && rest->p[i] != '"'; i++) {
		unsigned char c = (unsigned char)rest->p[i];

		if (c == '\\' && i + 1 < rest->n) {
			c = (unsigned char)rest->p[++i];
			if (c >= 0x80 || c == '\r' || c == '\n')
				return false;
		} else if (!sip_char_is((char)c, SIP_C_QUOTED)) {
			return false;
		}
		ascii = ascii && c < 0x80;
	}
	if (i >= rest->n || !(ascii || text_utf8_valid((struct view){ rest->p, i })))
		return false;
	*quoted = (struct view){ rest->p, i + 1 };
	*rest = view_from(*rest, i + 1);
	return true;
}

bool sip_take_token(struct view *rest, struct view *token)
{
	size_t n = sip_span(*rest, SIP_C_TOKEN);

	if (n == 0)
		return false;
	*token = (struct view){ rest->p, n };
	*rest = (struct view){ rest->p + n, rest->n - n };
	return true;
}

bool sip_take_separator(struct view *rest, char c)
{
	struct view r = *rest;

	sip_skip_white(&r);
	if (r.n == 0 || r.p[0] != c)
		return false;
	r.p++;
	r.n--;
	sip_skip_white(&r);
	*rest = r;
	return true;
}

bool sip_take_parameter(struct view *rest, struct view *name, struct view *value)
{
	struct view r = *rest;
	size_t n;

	sip_skip_white(&r);
	if (!sip_take_token(&r, name))
		return false;
	*value = (struct view){ NULL, 0 };
	if (sip_take_separator(&r, '=')) {
		if (r.n > 0 && r.p[0] == '"') {
			if (!sip_take_quoted(&r, value))
				return false;
		} else {
			n = sip_span(r, SIP_C_VALUE);
			if (n == 0)
				return false;
			*value = (struct view){ r.p, n };
			r = (struct view){ r.p + n, r.n - n };
		}
	}
	*rest = r;
	return true;
}

bool sip_parameters_read(struct view rest, struct view *parameters)
{
	struct view name, value;

	sip_skip_white(&rest);
	sip_trim_white(&rest);
	*parameters = view_from(rest, 1);
	while (rest.n > 0)
		if (!sip_take_separator(&rest, ';') ||
		    !sip_take_parameter(&rest, &name, &value))
			return false;
	return true;
}
