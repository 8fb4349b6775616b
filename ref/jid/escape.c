#include "jid/escape.h"

#include <string.h>

/* XEP-0106 3: the character and its two digits. */
static const struct {
	char c;
	char digits[3];
} sequences[] = {
	{ ' ', "20" }, { '"', "22" }, { '&', "26" }, { '\'', "27" }, { '/', "2f" },
	{ ':', "3a" }, { '<', "3c" }, { '>', "3e" }, { '@', "40" },  { '\\', "5c" },
};

#define SEQUENCES (sizeof sequences / sizeof sequences[0])

/* The character that the sequence at the start of `v` stands for; 0: none. */
static char sequence_at(struct view v)
{
	if (v.n < 3 || v.p[0] != '\\')
		return 0;
	for (size_t i = 0; i < SEQUENCES; i++)
		if (memcmp(v.p + 1, sequences[i].digits, 2) == 0)
			return sequences[i].c;
	return 0;
}

/* What follows a backslash would read as a sequence, at the latest when the case
 * of the localpart has been mapped (RFC 8265 3.3). */
static bool reads_as_sequence(struct view v)
{
	char lower[3];

	if (v.n < sizeof lower)
		return false;
	for (size_t i = 0; i < sizeof lower; i++)
		lower[i] = (char)(v.p[i] >= 'A' && v.p[i] <= 'F' ? v.p[i] - 'A' + 'a' : v.p[i]);
	return sequence_at((struct view){ lower, sizeof lower }) != 0;
}

/* One of the ten characters above. */
static bool may_need_escape(char c)
{
	switch (c) {
	case ' ':
	case '"':
	case '&':
	case '\'':
	case '/':
	case ':':
	case '<':
	case '>':
	case '@':
	case '\\':
		return true;
	default:
		return false;
	}
}

/* The digits that `v` has to be escaped with at its start; NULL: none. */
static const char *digits_for(struct view v)
{
	if (v.p[0] == '\\' && !reads_as_sequence(v))
		return NULL;
	for (size_t i = 0; i < SEQUENCES; i++)
		if (v.p[0] == sequences[i].c)
			return sequences[i].digits;
	return NULL;
}

void jid_escape(struct view name, struct buf *out)
{
	for (size_t i = 0; i < name.n; i++) {
		const char *digits = may_need_escape(name.p[i]) ? digits_for(view_from(name, i))
		                                                : NULL;

		if (digits == NULL) {
			buf_putc(out, name.p[i]);
			continue;
		}
		buf_putc(out, '\\');
		buf_puts(out, digits);
	}
}

void jid_unescape(struct view localpart, struct buf *out)
{
	size_t i = 0;

	while (i < localpart.n) {
		char c = sequence_at(view_from(localpart, i));

		buf_putc(out, c != 0 ? c : localpart.p[i]);
		i += c != 0 ? 3 : 1;
	}
}

bool jid_is_canonical_escape(struct view localpart)
{
	struct buf name = { 0 }, again = { 0 };
	bool same;

	/* Nearly every localpart there is. */
	if (localpart.n == 0 || memchr(localpart.p, '\\', localpart.n) == NULL)
		return true;
	if (view_starts(localpart, VIEW("\\20")) || view_ends(localpart, VIEW("\\20")))
		return false;
	jid_unescape(localpart, &name);
	jid_escape(buf_view(&name), &again);
	same = view_eq(buf_view(&again), localpart);
	buf_free(&name);
	buf_free(&again);
	return same;
}
