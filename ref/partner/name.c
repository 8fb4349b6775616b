#include "partner/name.h"

#include "jid/jid.h"

#define LABEL_MAX 63	/* RFC 1035 2.3.4 */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ldh(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}

static bool label_ok(struct view v)
{
	if (v.n == 0 || v.n > LABEL_MAX || v.p[0] == '-' || v.p[v.n - 1] == '-')
		return false;
	for (size_t i = 0; i < v.n; i++)
		if (!is_ldh(v.p[i]))
			return false;
	return true;
}

/* Labels of letters, digits and hyphens; the last is no number, for then it
 * would be an IPv4 address. */
static bool host_ok(struct view ascii)
{
	struct view label, rest = ascii;
	bool more, number;

	do {
		more = view_cut(rest, '.', &label, &rest);
		if (!label_ok(label))
			return false;
		number = true;
		for (size_t i = 0; i < label.n; i++)
			number = number && is_digit(label.p[i]);
	} while (more);
	return !number;
}

bool name_read(struct view text, struct region *r, struct domain_name *out,
               const char **why)
{
	if (text.n == 0) {
		*why = "is empty";
		return false;
	}
	if (!domain_prepare(text, r, &out->prepared) ||
	    !domain_ascii(out->prepared, r, &out->ascii) ||
	    !host_ok(out->ascii)) {
		*why = "is not a domain name";
		return false;
	}
	return true;
}

void name_dotted(const char *name, struct buf *out)
{
	for (; *name != '\0'; name++) {
		if (*name == '.')
			buf_putc(out, '\\');
		buf_putc(out, *name);
	}
}
