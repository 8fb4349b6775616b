/* chars.h - the character classes of RFC 3261 25.1, one table.
 *
 * Every reader and the writer of this folder ask here, so that what is let in
 * and what is let out cannot differ.
 */
#ifndef REF_SIP_CHARS_H
#define REF_SIP_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"

enum sip_char {
	SIP_C_DIGIT = 1 << 0,
	SIP_C_HEX = 1 << 1,
	SIP_C_ALPHA = 1 << 2,
	SIP_C_TOKEN = 1 << 3,
	SIP_C_WORD = 1 << 4,
	SIP_C_USER = 1 << 5,		/* unescaped in a user part */
	SIP_C_PASSWORD = 1 << 6,
	SIP_C_PARAMETER = 1 << 7,	/* in a uri-parameter */
	SIP_C_HEADER = 1 << 8,		/* in a header of a URI */
	SIP_C_URI = 1 << 9,		/* anywhere in a URI, '%' aside */
	SIP_C_HOST = 1 << 10,		/* in a host name or IPv4 address */
	SIP_C_WHITE = 1 << 11,		/* SP, HTAB */
	SIP_C_VALUE = 1 << 12,		/* in an unquoted parameter value: token or host */
	SIP_C_RESERVED = 1 << 13,	/* an escape of it is not equal to it (19.1.4) */
	SIP_C_QUOTED = 1 << 14,		/* in a quoted string as it is; above 7F: as UTF-8 */
};

extern const uint16_t sip_chars[256];

static inline bool sip_char_is(char c, unsigned classes)
{
	return (sip_chars[(unsigned char)c] & classes) != 0;
}

/* The length of the run of such bytes at the front of v. */
static inline size_t sip_span(struct view v, unsigned classes)
{
	size_t i = 0;

	while (i < v.n && sip_char_is(v.p[i], classes))
		i++;
	return i;
}

/* The same, with %HH counting as such a byte. */
size_t sip_span_escaped(struct view v, unsigned classes);

/* Takes white space off the front. */
static inline void sip_skip_white(struct view *v)
{
	while (v->n > 0 && (*v->p == ' ' || *v->p == '\t')) {
		v->p++;
		v->n--;
	}
}

/* Takes white space off the end. */
static inline void sip_trim_white(struct view *v)
{
	while (v->n > 0 && (v->p[v->n - 1] == ' ' || v->p[v->n - 1] == '\t'))
		v->n--;
}

/* 1*DIGIT, the whole of v, leading zeros allowed, at most `max`. */
bool sip_digits(struct view v, uint64_t max, uint64_t *out);

#endif
