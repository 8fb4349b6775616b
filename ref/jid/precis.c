#include "jid/precis.h"

#include <uninorm.h>
#include <unictype.h>

enum property {		/* RFC 8264 8 */
	PVALID,
	FREE_PVAL,	/* in the FreeformClass only */
	CONTEXT,	/* CONTEXTJ and CONTEXTO: a rule decides */
	DISALLOWED,	/* UNASSIGNED too */
};

static bool between(uint32_t c, uint32_t first, uint32_t last)
{
	return c >= first && c <= last;
}

/* RFC 8264 9.6, which is RFC 5892 2.6.  False: none. */
static bool exception(uint32_t c, enum property *p)
{
	switch (c) {
	case 0x00df: case 0x03c2: case 0x06fd: case 0x06fe: case 0x0f0b:
	case 0x3007:
		*p = PVALID;
		return true;
	case 0x00b7: case 0x0375: case 0x05f3: case 0x05f4: case 0x30fb:
		*p = CONTEXT;
		return true;
	case 0x0640: case 0x07fa: case 0x302e: case 0x302f: case 0x303b:
		*p = DISALLOWED;
		return true;
	default:
		*p = between(c, 0x3031, 0x3035) ? DISALLOWED : CONTEXT;
		return between(c, 0x3031, 0x3035) || between(c, 0x0660, 0x0669) ||
		       between(c, 0x06f0, 0x06f9);
	}
}

static bool old_hangul(uint32_t c)
{
	return between(c, 0x1100, 0x11ff) || between(c, 0xa960, 0xa97c) ||
	       between(c, 0xd7b0, 0xd7fb);
}

static bool has_compat(uint32_t c)
{
	uint32_t form[UC_DECOMPOSITION_MAX_LENGTH];
	size_t n = sizeof form / sizeof form[0];
	const uint32_t *same = u32_normalize(UNINORM_NFKC, &c, 1, form, &n);

	/* The longest form of one character is 18: it is always `form`. */
	return same != form || n != 1 || form[0] != c;
}

static bool is(uint32_t c, uint32_t categories)
{
	return uc_is_general_category_withtable(c, categories);
}

static enum property property(uint32_t c)
{
	const uint32_t letters = UC_CATEGORY_MASK_Ll | UC_CATEGORY_MASK_Lu |
		UC_CATEGORY_MASK_Lo | UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Lm |
		UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Mc;
	const uint32_t others = UC_CATEGORY_MASK_Lt | UC_CATEGORY_MASK_Nl |
		UC_CATEGORY_MASK_No | UC_CATEGORY_MASK_Me | UC_CATEGORY_MASK_Zs |
		UC_CATEGORY_MASK_S | UC_CATEGORY_MASK_P;
	enum property p;

	if (exception(c, &p))
		return p;
	if (between(c, 0x21, 0x7e))
		return PVALID;
	if (uc_is_property_join_control(c))
		return CONTEXT;
	if (old_hangul(c) || is(c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Cc) ||
	    uc_is_property_default_ignorable_code_point(c) ||
	    uc_is_property_not_a_character(c))
		return DISALLOWED;
	if (has_compat(c))
		return FREE_PVAL;
	if (is(c, letters))
		return PVALID;
	return is(c, others) ? FREE_PVAL : DISALLOWED;
}

/* --- RFC 5892 A ------------------------------------------------------------ */

#define VIRAMA 9

static bool behind_virama(const uint32_t *s, size_t at)
{
	return at > 0 && uc_combining_class(s[at - 1]) == VIRAMA;
}

/* A.1: (L or D) T* here T* (R or D), by joining type. */
static bool joins(const uint32_t *s, size_t n, size_t at)
{
	size_t left = at, right = at + 1;
	int l, r;

	while (left > 0 && uc_joining_type(s[left - 1]) == UC_JOINING_TYPE_T)
		left--;
	while (right < n && uc_joining_type(s[right]) == UC_JOINING_TYPE_T)
		right++;
	if (left == 0 || right == n)
		return false;
	l = uc_joining_type(s[left - 1]);
	r = uc_joining_type(s[right]);
	return (l == UC_JOINING_TYPE_L || l == UC_JOINING_TYPE_D) &&
	       (r == UC_JOINING_TYPE_R || r == UC_JOINING_TYPE_D);
}

static bool in_script(uint32_t c, const char *name)
{
	return uc_is_script(c, uc_script_byname(name));
}

/* A.7 to A.9 look at the whole string: the katakana middle dot needs a
 * Japanese character anywhere, and digits must be of one kind. */
static bool whole_allows(const uint32_t *s, size_t n)
{
	bool dot = false, arabic = false, extended = false;
	size_t i;

	for (i = 0; i < n; i++) {
		dot = dot || s[i] == 0x30fb;
		arabic = arabic || between(s[i], 0x0660, 0x0669);
		extended = extended || between(s[i], 0x06f0, 0x06f9);
	}
	if (arabic && extended)
		return false;
	for (i = 0; dot && i < n; i++)
		dot = !in_script(s[i], "Hiragana") && !in_script(s[i], "Katakana") &&
		      !in_script(s[i], "Han");
	return !dot;
}

static bool context_allows(const uint32_t *s, size_t n, size_t at)
{
	switch (s[at]) {
	case 0x200c:	/* A.1 */
		return behind_virama(s, at) || joins(s, n, at);
	case 0x200d:	/* A.2 */
		return behind_virama(s, at);
	case 0x00b7:	/* A.3 */
		return at > 0 && at + 1 < n && s[at - 1] == 'l' && s[at + 1] == 'l';
	case 0x0375:	/* A.4 */
		return at + 1 < n && in_script(s[at + 1], "Greek");
	case 0x05f3:	/* A.5 */
	case 0x05f4:	/* A.6 */
		return at > 0 && in_script(s[at - 1], "Hebrew");
	default:	/* left to whole_allows() */
		return true;
	}
}

bool precis_class_has(enum precis_class class, const uint32_t *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (property(s[i])) {
		case PVALID:
			break;
		case FREE_PVAL:
			if (class != PRECIS_FREEFORM)
				return false;
			break;
		case CONTEXT:
			if (!context_allows(s, n, i))
				return false;
			break;
		case DISALLOWED:
			return false;
		}
	return whole_allows(s, n);
}

/* --- RFC 5893 2 ------------------------------------------------------------ */

static bool right_to_left(int class)
{
	return class == UC_BIDI_R || class == UC_BIDI_AL;
}

/* What both directions may have inside (rules 2 and 5). */
static bool neutral(int class)
{
	return class == UC_BIDI_EN || class == UC_BIDI_ES || class == UC_BIDI_CS ||
	       class == UC_BIDI_ET || class == UC_BIDI_ON || class == UC_BIDI_BN ||
	       class == UC_BIDI_NSM;
}

bool precis_bidi_allows(const uint32_t *s, size_t n)
{
	bool rtl = false, arabic = false, european = false, foreign = false;
	int class, first, last;
	size_t end = n, i;

	for (i = 0; i < n; i++) {
		class = uc_bidi_class(s[i]);
		rtl = rtl || right_to_left(class);
		arabic = arabic || class == UC_BIDI_AN;
		european = european || class == UC_BIDI_EN;
	}
	if (!rtl && !arabic)
		return true;
	first = uc_bidi_class(s[0]);
	/* Rules 1 and 5: one that starts with L has none of what made the rule
	 * apply. */
	if (!right_to_left(first))
		return false;
	for (i = 0; i < n; i++) {
		class = uc_bidi_class(s[i]);
		foreign = foreign || !(right_to_left(class) || class == UC_BIDI_AN ||
		                       neutral(class));
	}
	while (end > 0 && uc_bidi_class(s[end - 1]) == UC_BIDI_NSM)
		end--;
	if (end == 0)
		return false;
	last = uc_bidi_class(s[end - 1]);
	return !foreign && !(arabic && european) &&
	       (right_to_left(last) || last == UC_BIDI_EN || last == UC_BIDI_AN);
}
