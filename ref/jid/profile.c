#include "jid/profile.h"

#include <assert.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "jid/jid.h"
#include "jid/precis.h"

/* Lower case of one character is up to three; so is its NFC. */
#define ROOM (3 * JID_PART_MAX)

/* RFC 8264 7: once, and three times more to become stable. */
#define ROUNDS 4

struct chars {
	uint32_t own[ROOM];
	size_t n;
};

static const char *const not_utf8 = "not UTF-8";
static const char *const too_long = "a part of more than 1023 octets";

static bool decode(struct view in, struct chars *to)
{
	const uint8_t *p = (const uint8_t *)in.p;
	size_t left = in.n;

	for (to->n = 0; left != 0; to->n++) {
		int n = u8_mbtoucr(&to->own[to->n], p, left);

		if (n <= 0)
			return false;
		p += n;
		left -= (size_t)n;
	}
	return true;
}

static bool encode(const struct chars *from, struct region *r, struct view *out)
{
	uint8_t bytes[JID_PART_MAX];
	size_t n = 0;

	for (size_t i = 0; i < from->n; i++) {
		int length = u8_uctomb(bytes + n, from->own[i],
		                       (ptrdiff_t)(sizeof bytes - n));

		if (length <= 0)
			return false;
		n += (size_t)length;
	}
	*out = region_copy(r, (struct view){ (char *)bytes, n });
	return true;
}

/* What a library function gave back, in memory of its own when `own` was too
 * small for it: then it is too long for us as well. */
static bool keep(struct chars *s, uint32_t *result, size_t n)
{
	assert(result != NULL);	/* out of memory, or not the code points of decode() */
	if (result != s->own) {
		free(result);
		return false;
	}
	s->n = n;
	return true;
}

/* RFC 8264 5.2.1: fullwidth and halfwidth characters to those they stand for. */
static void map_width(struct chars *s)
{
	uint32_t form[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	for (size_t i = 0; i < s->n; i++)
		if (s->own[i] >= 0x3000 &&
		    uc_decomposition(s->own[i], &tag, form) == 1 &&
		    (tag == UC_DECOMP_WIDE || tag == UC_DECOMP_NARROW))
			s->own[i] = form[0];
}

static void map_spaces(struct chars *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (uc_is_general_category_withtable(s->own[i], UC_CATEGORY_MASK_Zs))
			s->own[i] = ' ';
}

static bool same(const struct chars *a, const struct chars *b)
{
	return a->n == b->n && u32_cmp(a->own, b->own, a->n) == 0;
}

static bool username_round(struct chars *s, struct chars *to, const char **why)
{
	uint32_t *result;

	map_width(s);
	*why = "a character that a localpart cannot have";
	if (!precis_class_has(PRECIS_IDENTIFIER, s->own, s->n))
		return false;
	to->n = ROOM;
	result = u32_tolower(s->own, s->n, NULL, UNINORM_NFC, to->own, &to->n);
	*why = too_long;
	if (!keep(to, result, to->n))
		return false;
	*why = "right-to-left and left-to-right mixed";
	return precis_bidi_allows(to->own, to->n);
}

static bool opaque_round(struct chars *s, struct chars *to, const char **why)
{
	uint32_t *result;

	*why = "a character that a resourcepart cannot have";
	if (!precis_class_has(PRECIS_FREEFORM, s->own, s->n))
		return false;
	map_spaces(s);
	to->n = ROOM;
	result = u32_normalize(UNINORM_NFC, s->own, s->n, to->own, &to->n);
	*why = too_long;
	return keep(to, result, to->n);
}

static bool enforce(bool (*round)(struct chars *, struct chars *, const char **),
                    struct view in, struct region *r, struct view *out,
                    const char **why)
{
	struct chars s, mapped;

	assert(in.n <= JID_PART_MAX);
	*why = not_utf8;
	if (!decode(in, &s))
		return false;
	for (int i = 0; i < ROUNDS; i++) {
		struct chars before = s;

		if (!round(&s, &mapped, why))
			return false;
		if (same(&before, &mapped)) {
			*why = too_long;
			return encode(&mapped, r, out);
		}
		s = mapped;
	}
	*why = "a string without a prepared form";
	return false;
}

bool profile_username(struct view in, struct region *r, struct view *out,
                      const char **why)
{
	return enforce(username_round, in, r, out, why);
}

bool profile_opaque(struct view in, struct region *r, struct view *out,
                    const char **why)
{
	return enforce(opaque_round, in, r, out, why);
}

/* Each character for itself: a final sigma has no place in a name. */
static void map_case(struct chars *s, struct chars *to)
{
	to->n = 0;
	for (size_t i = 0; i < s->n; i++) {
		size_t n = 3;	/* the most that one becomes */
		uint32_t *result = u32_tolower(&s->own[i], 1, NULL, NULL,
		                               to->own + to->n, &n);

		assert(result == to->own + to->n);
		to->n += n;
	}
}

bool profile_domain(struct view in, struct region *r, struct view *out)
{
	struct chars s, mapped;
	uint32_t *result;

	assert(in.n <= JID_PART_MAX);
	if (!decode(in, &s))
		return false;
	map_width(&s);
	map_case(&s, &mapped);
	for (size_t i = 0; i < mapped.n; i++)
		if (mapped.own[i] == 0x3002)
			mapped.own[i] = '.';
	s.n = ROOM;
	result = u32_normalize(UNINORM_NFC, mapped.own, mapped.n, s.own, &s.n);
	return keep(&s, result, s.n) && encode(&s, r, out);
}
