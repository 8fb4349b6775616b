/* The table of character classes; see chars.h. */
#include "sip/chars.h"

#define DIGIT(c) ((c) >= '0' && (c) <= '9')
#define ALPHA(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= 'A' && (c) <= 'Z'))
#define HEX(c)   (DIGIT(c) || ((c) >= 'a' && (c) <= 'f') || ((c) >= 'A' && (c) <= 'F'))
#define ALNUM(c) (DIGIT(c) || ALPHA(c))
#define MARK(c)                                                                                \
	((c) == '-' || (c) == '_' || (c) == '.' || (c) == '!' || (c) == '~' || (c) == '*' ||   \
	 (c) == '\'' || (c) == '(' || (c) == ')')
#define UNRESERVED(c) (ALNUM(c) || MARK(c))
#define RESERVED(c)                                                                            \
	((c) == ';' || (c) == '/' || (c) == '?' || (c) == ':' || (c) == '@' || (c) == '&' ||   \
	 (c) == '=' || (c) == '+' || (c) == '$' || (c) == ',')
#define TOKEN(c)                                                                               \
	(ALNUM(c) || (c) == '-' || (c) == '.' || (c) == '!' || (c) == '%' || (c) == '*' ||     \
	 (c) == '_' || (c) == '+' || (c) == '`' || (c) == '\'' || (c) == '~')
#define WORD(c)                                                                                \
	(TOKEN(c) || (c) == '(' || (c) == ')' || (c) == '<' || (c) == '>' || (c) == ':' ||     \
	 (c) == '\\' || (c) == '"' || (c) == '/' || (c) == '[' || (c) == ']' || (c) == '?' ||  \
	 (c) == '{' || (c) == '}')
#define PASSWORD(c)                                                                            \
	(UNRESERVED(c) || (c) == '&' || (c) == '=' || (c) == '+' || (c) == '$' || (c) == ',')
#define USER(c) (PASSWORD(c) || (c) == ';' || (c) == '?' || (c) == '/')
#define PARAMETER(c)                                                                           \
	(UNRESERVED(c) || (c) == '[' || (c) == ']' || (c) == '/' || (c) == ':' ||              \
	 (c) == '&' || (c) == '+' || (c) == '$')
#define HEADER(c)                                                                              \
	(UNRESERVED(c) || (c) == '[' || (c) == ']' || (c) == '/' || (c) == '?' ||              \
	 (c) == ':' || (c) == '+' || (c) == '$')
#define URI(c)    (UNRESERVED(c) || RESERVED(c) || (c) == '[' || (c) == ']')
#define QUOTED(c) ((c) == '\t' || ((c) >= 0x20 && (c) != '"' && (c) != '\\' && (c) != 0x7f))

#define CLASSES(c)                                                                             \
	(uint16_t)((DIGIT(c) ? SIP_C_DIGIT : 0) | (HEX(c) ? SIP_C_HEX : 0) |                   \
	           (ALPHA(c) ? SIP_C_ALPHA : 0) | (TOKEN(c) ? SIP_C_TOKEN : 0) |               \
	           (WORD(c) ? SIP_C_WORD : 0) | (USER(c) ? SIP_C_USER : 0) |                   \
	           (PASSWORD(c) ? SIP_C_PASSWORD : 0) | (PARAMETER(c) ? SIP_C_PARAMETER : 0) | \
	           (HEADER(c) ? SIP_C_HEADER : 0) | (URI(c) ? SIP_C_URI : 0) |                 \
	           (ALNUM(c) || (c) == '-' || (c) == '.' ? SIP_C_HOST : 0) |                   \
	           ((c) == ' ' || (c) == '\t' ? SIP_C_WHITE : 0) |                             \
	           (TOKEN(c) || (c) == '[' || (c) == ']' || (c) == ':' ? SIP_C_VALUE : 0) |    \
	           (RESERVED(c) ? SIP_C_RESERVED : 0) | (QUOTED(c) ? SIP_C_QUOTED : 0))

#define ROW4(c)  CLASSES(c), CLASSES((c) + 1), CLASSES((c) + 2), CLASSES((c) + 3)
#define ROW16(c) ROW4(c), ROW4((c) + 4), ROW4((c) + 8), ROW4((c) + 12)
#define ROW64(c) ROW16(c), ROW16((c) + 16), ROW16((c) + 32), ROW16((c) + 48)

const uint16_t sip_chars[256] = { ROW64(0), ROW64(64), ROW64(128), ROW64(192) };

size_t sip_span_escaped(struct view v, unsigned classes)
{
	size_t i = 0;

	for (;;) {
		while (i < v.n && sip_char_is(v.p[i], classes))
			i++;
		if (v.n - i < 3 || v.p[i] != '%' || !sip_char_is(v.p[i + 1], SIP_C_HEX) ||
		    !sip_char_is(v.p[i + 2], SIP_C_HEX))
			return i;
		i += 3;
	}
}

bool sip_digits(struct view v, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	if (v.n == 0)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		unsigned digit = (unsigned)(v.p[i] - '0');

		if (!sip_char_is(v.p[i], SIP_C_DIGIT) || digit > max || n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return true;
}
