#include "lib/text.h"

#include <stdint.h>
#include <string.h>

bool text_u64(struct view v, uint64_t min, uint64_t max, uint64_t *out)
{
	uint64_t x = 0;

	if (v.n == 0)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(x, UINT64_C(10), &x) ||
		    __builtin_add_overflow(x, (uint64_t)(v.p[i] - '0'), &x))
			return false;
	}
	if (x < min || x > max)
		return false;
	*out = x;
	return true;
}

bool text_port(struct view v, unsigned min, unsigned *out)
{
	uint64_t x;

	if ((v.n > 1 && v.p[0] == '0') || !text_u64(v, min, 65535, &x))
		return false;
	*out = (unsigned)x;
	return true;
}

struct unit {
	const char *name;
	uint64_t factor;
};

/* Digits, then one of the units; the last unit has the empty name. */
static bool with_unit(struct view v, const struct unit *unit, uint64_t *out)
{
	size_t digits = 0;
	uint64_t x;

	while (digits < v.n && v.p[digits] >= '0' && v.p[digits] <= '9')
		digits++;
	if (!text_u64((struct view){ v.p, digits }, 0, UINT64_MAX, &x))
		return false;
	for (v = view_from(v, digits); !view_is(v, unit->name); unit++)
		if (unit->name[0] == '\0')
			return false;
	if (__builtin_mul_overflow(x, unit->factor, &x))
		return false;
	*out = x;
	return true;
}

bool text_duration(struct view v, uint64_t *ms)
{
	static const struct unit units[] = {
		{ "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 }, { "", 1000 },
	};

	return with_unit(v, units, ms);
}

bool text_size(struct view v, uint64_t *bytes)
{
	static const struct unit units[] = {
		{ "KiB", UINT64_C(1) << 10 },
		{ "MiB", UINT64_C(1) << 20 },
		{ "GiB", UINT64_C(1) << 30 },
		{ "", 1 },
	};

	return with_unit(v, units, bytes);
}

bool text_bool(struct view v, bool *out)
{
	bool yes = view_is(v, "yes") || view_is(v, "true");

	if (!yes && !view_is(v, "no") && !view_is(v, "false"))
		return false;
	*out = yes;
	return true;
}

/* --- base64 and hex -------------------------------------------------------- */

static const char base64_letter[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* Decodes `v`, whose length divides by 4, to `to`; *n is how much that was. */
static bool base64_decode(struct view v, char *to, size_t *n)
{
	size_t pad = 0;
	uint32_t bits = 0;

	while (pad < 2 && pad < v.n && v.p[v.n - 1 - pad] == '=')
		pad++;
	*n = 0;
	for (size_t i = 0; i < v.n - pad; i++) {
		int value = base64_value(v.p[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		if (i % 4 != 0)
			to[(*n)++] = (char)(bits >> (6 - i % 4 * 2));
	}
	/* RFC 4648 3.5: bits that say nothing must be zero, or one content
	 * would have several encodings. */
	return (pad != 1 || (bits & 0x3) == 0) && (pad != 2 || (bits & 0xf) == 0);
}

bool text_base64_decode(struct view v, struct buf *out)
{
	bool ok;
	size_t n;

	if (v.n % 4 != 0)
		return false;
	ok = base64_decode(v, buf_room(out, v.n / 4 * 3), &n);
	buf_grew(out, ok ? n : 0);	/* with 0: only the NUL comes back */
	return ok;
}

void text_base64_encode(struct view v, struct buf *out)
{
	size_t left = v.n;
	const unsigned char *p = (const unsigned char *)v.p;
	char *to = buf_room(out, (v.n + 2) / 3 * 4);

	for (; left >= 3; left -= 3, p += 3) {
		*to++ = base64_letter[p[0] >> 2];
		*to++ = base64_letter[(p[0] & 0x3) << 4 | p[1] >> 4];
		*to++ = base64_letter[(p[1] & 0xf) << 2 | p[2] >> 6];
		*to++ = base64_letter[p[2] & 0x3f];
	}
	if (left != 0) {
		unsigned second = left == 2 ? p[1] : 0;

		*to++ = base64_letter[p[0] >> 2];
		*to++ = base64_letter[(p[0] & 0x3u) << 4 | second >> 4];
		*to++ = left == 2 ? base64_letter[(second & 0xf) << 2] : '=';
		*to++ = '=';
	}
	buf_grew(out, (v.n + 2) / 3 * 4);
}

void text_hex_to(struct view v, char *out)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < v.n; i++) {
		*out++ = digit[(unsigned char)v.p[i] >> 4];
		*out++ = digit[(unsigned char)v.p[i] & 0xf];
	}
	*out = '\0';
}

void text_hex(struct view v, struct buf *out)
{
	text_hex_to(v, buf_room(out, v.n * 2 + 1));
	buf_grew(out, v.n * 2);
}

int text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int text_hex_byte(const char *p)
{
	int high = text_hex_digit(p[0]), low = high >= 0 ? text_hex_digit(p[1]) : -1;

	return low >= 0 ? high << 4 | low : -1;
}

/* --- UTF-8 ----------------------------------------------------------------- */

/* Bytes of the character at p (left > 0 bytes are there), 0 when it is not
 * well-formed: RFC 3629 section 4. */
static size_t character(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;	/* of the second byte */
	size_t n;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0;	/* overlong */
	else if (p[0] == 0xed)
		high = 0x9f;	/* surrogates */
	else if (p[0] == 0xf0)
		low = 0x90;	/* overlong */
	else if (p[0] == 0xf4)
		high = 0x8f;	/* above 10FFFF */
	if (left < n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

bool text_utf8_valid(struct view v)
{
	const unsigned char *p = (const unsigned char *)v.p;
	size_t i = 0, n;
	uint64_t word;

	while (i < v.n) {
		/* Most text is ASCII: eight bytes at a time. */
		while (v.n - i >= sizeof word) {
			memcpy(&word, p + i, sizeof word);
			if ((word & UINT64_C(0x8080808080808080)) != 0)
				break;
			i += sizeof word;
		}
		if (i == v.n)
			break;
		n = character(p + i, v.n - i);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

struct view text_utf8_cut(struct view v, size_t max)
{
	size_t at = max;

	if (v.n <= max)
		return v;
	/* A character has at most three bytes that follow; more of them in a
	 * row are no UTF-8, and there is no boundary to look for. */
	while (at > 0 && max - at < 4 && ((unsigned char)v.p[at] & 0xc0) == 0x80)
		at--;
	if (((unsigned char)v.p[at] & 0xc0) == 0x80)
		at = max;
	return (struct view){ v.p, at };
}

bool text_is_token(struct view v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] <= ' ' || v.p[i] >= 0x7f)
			return false;
	return true;
}
