#include "jid/jid.h"

#include <arpa/inet.h>
#include <assert.h>
#include <idn2.h>
#include <string.h>

#include "jid/profile.h"

#define NAME_MAX_OCTETS 253	/* RFC 1035 2.3.4, as text */
#define LABEL_MAX 63

static bool is_ldh(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* A lower-case name of A-labels and others that DNS can carry (RFC 1123 2.1:
 * the last label is no number, so that no name looks like an address). */
static bool name_allowed(struct view name)
{
	size_t begin = 0; /* of the label */
	bool number = true;

	if (name.n > NAME_MAX_OCTETS)
		return false;
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && name.p[i] != '.') {
			number = number && name.p[i] >= '0' && name.p[i] <= '9';
			if (!is_ldh(name.p[i]))
				return false;
			continue;
		}
		if (i == begin || i - begin > LABEL_MAX || name.p[begin] == '-' ||
		    name.p[i - 1] == '-')
			return false;
		if (i < name.n) {
			begin = i + 1;
			number = true;
		}
	}
	return !number;
}

static bool is_ascii(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] >= 0x80 || v.p[i] == '\0')
			return false;
	return true;
}

static bool has_a_label(struct view lower)
{
	struct view label, rest = lower;
	bool more;

	/* Hardly any has: not each label is to be cut out to see it. */
	if (memchr(lower.p, '-', lower.n) == NULL)
		return false;
	do {
		more = view_cut(rest, '.', &label, &rest);
		if (view_starts(label, VIEW("xn--")))
			return true;
	} while (more);
	return false;
}

static struct view without_final_dot(struct view v)
{
	if (v.n > 1 && v.p[v.n - 1] == '.')
		v.n--;
	return v;
}

static struct view to_lower(struct view v, struct region *r)
{
	char *p = region_alloc(r, v.n);

	for (size_t i = 0; i < v.n; i++)
		p[i] = (char)(v.p[i] >= 'A' && v.p[i] <= 'Z' ? v.p[i] - 'A' + 'a'
		                                            : v.p[i]);
	return (struct view){ p, v.n };
}

/* As every IPv4 address does, and hardly any name. */
static bool ends_in_digit(struct view v)
{
	return v.n != 0 && v.p[v.n - 1] >= '0' && v.p[v.n - 1] <= '9';
}

/* IPv4, or IPv6 in brackets; in the one form that inet_ntop() writes. */
static bool read_literal(struct view v, struct region *r, struct view *out)
{
	bool six = v.n > 2 && v.p[0] == '[' && v.p[v.n - 1] == ']';
	struct view inner = six ? (struct view){ v.p + 1, v.n - 2 } : v;
	char text[INET6_ADDRSTRLEN];
	unsigned char address[16];
	int family = six ? AF_INET6 : AF_INET;

	if (!six && !ends_in_digit(v))
		return false;
	if (inner.n == 0 || inner.n >= sizeof text ||
	    memchr(inner.p, '\0', inner.n) != NULL)
		return false;
	memcpy(text, inner.p, inner.n);
	text[inner.n] = '\0';
	if (inet_pton(family, text, address) != 1)
		return false;
	/* The longest form fits: it does not fail. */
	if (inet_ntop(family, address, text, sizeof text) == NULL)
		return false;
	*out = region_printf(r, six ? "[%s]" : "%s", text);
	return true;
}

bool domain_is_literal(struct view prepared)
{
	struct in_addr four;
	char text[INET_ADDRSTRLEN];

	if (prepared.n != 0 && prepared.p[0] == '[')
		return true;
	if (!ends_in_digit(prepared) || prepared.n >= sizeof text)
		return false;
	memcpy(text, prepared.p, prepared.n);
	text[prepared.n] = '\0';
	return inet_pton(AF_INET, text, &four) == 1;
}

/* Takes what libidn2 gave. */
static bool take(int rc, char *given, struct region *r, struct view *out)
{
	assert(rc != IDN2_MALLOC);
	if (rc == IDN2_OK)
		*out = region_copy(r, view_of(given));
	idn2_free(given);
	return rc == IDN2_OK;
}

/* The mapping is ours (RFC 5895): that of UTS 46, which libidn2 offers, drops
 * characters, so that two names become one.  The checks are libidn2's (RFC 5891
 * 5.4) and name_allowed()'s. */
static bool to_ascii(struct view v, struct region *r, struct view *out)
{
	uint8_t *given = NULL;
	struct view mapped;
	int rc;

	if (!profile_domain(v, r, &mapped) || memchr(v.p, '\0', v.n) != NULL)
		return false;
	rc = idn2_lookup_u8((const uint8_t *)region_cstr(r, mapped), &given,
	                    IDN2_NFC_INPUT | IDN2_NO_TR46);
	if (!take(rc, (char *)given, r, out))
		return false;
	*out = without_final_dot(*out);
	return name_allowed(*out);
}

static bool to_unicode(struct view ascii, struct region *r, struct view *out)
{
	char *given = NULL;
	int rc = idn2_to_unicode_8z8z(region_cstr(r, ascii), &given, 0);

	return take(rc, given, r, out);
}

static bool prepare_international(struct view v, struct region *r,
                                  struct view *out)
{
	struct view ascii, unicode, again;

	/* An A-label that is not what its U-label becomes (a fake one, or one
	 * that a stricter reader would not make) has no prepared form. */
	if (!to_ascii(v, r, &ascii) || !to_unicode(ascii, r, &unicode) ||
	    unicode.n > JID_PART_MAX || !to_ascii(unicode, r, &again) ||
	    !view_eq(ascii, again))
		return false;
	*out = unicode;
	return true;
}

bool domain_prepare(struct view text, struct region *r, struct view *out)
{
	struct view v;

	if (text.n == 0 || text.n > JID_PART_MAX)
		return false;
	text = without_final_dot(text);
	if (read_literal(text, r, out))
		return true;
	if (is_ascii(text)) {
		v = to_lower(text, r);
		if (!name_allowed(v))
			return false;
		if (!has_a_label(v)) {
			*out = v;
			return true;
		}
		text = v;
	}
	return prepare_international(text, r, out);
}

bool domain_ascii(struct view prepared, struct region *r, struct view *out)
{
	if (prepared.n == 0 || prepared.n > JID_PART_MAX ||
	    domain_is_literal(prepared))
		return false;
	if (!is_ascii(prepared))
		return to_ascii(prepared, r, out);
	if (!name_allowed(prepared))
		return false;
	*out = region_copy(r, prepared);
	return true;
}
