#include "jid/precis.h"

#include "lib/unit.h"

#define N(a) (sizeof(a) / sizeof(a)[0])
#define CLASS(class, ...) \
	precis_class_has(class, (const uint32_t[]){ __VA_ARGS__ }, \
	                 N(((const uint32_t[]){ __VA_ARGS__ })))
#define IDENTIFIER(...) CLASS(PRECIS_IDENTIFIER, __VA_ARGS__)
#define FREEFORM(...) CLASS(PRECIS_FREEFORM, __VA_ARGS__)
#define BIDI(...) \
	precis_bidi_allows((const uint32_t[]){ __VA_ARGS__ }, \
	                   N(((const uint32_t[]){ __VA_ARGS__ })))

START_TEST(ascii)
{
	for (uint32_t c = 0; c < 0x80; c++) {
		ck_assert_int_eq(IDENTIFIER(c), c > ' ' && c < 0x7f);
		ck_assert_int_eq(FREEFORM(c), c >= ' ' && c < 0x7f);
	}
}
END_TEST

/* RFC 8264 8 in its order: one of each category. */
START_TEST(categories)
{
	static const uint32_t both[] = {
		0xdf, 0x3c2, 0x6fd, 0xf0b, 0x3007,	/* exceptions */
		0xe9, 0xc9, 0x5d0, 0x660, 0x2d0, 0x301, 0x903, 0x65e5, 0x1f1,
	};
	static const uint32_t freeform[] = {
		0xa0, 0x3000, 0x265a, 0x20ac, 0x2e3a, 0xbf, 0x2160, 0xb2, 0x488,
		0xff4b, 0xfb01, 0x1f600, 0x212b,
	};
	static const uint32_t neither[] = {
		0x640, 0x7fa, 0x302e, 0x3031, 0x3035, 0x303b,	/* exceptions */
		0x1100, 0xa960, 0xd7b0,		/* old Hangul */
		0xad, 0x200b, 0x202e, 0x2060, 0xfe0f, 0xe0001, 0x115f, 0x3164,
		0xfdd0, 0xffff, 0x10ffff,	/* not characters */
		0x378, 0xe0080,			/* unassigned */
		0x80, 0x85, 0x9f, 0xe000, 0x2028, 0x2029,
	};

	for (size_t i = 0; i < N(both); i++) {
		/* U+01F1, DZ, is a compatibility character. */
		ck_assert_msg(IDENTIFIER(both[i]) == (both[i] != 0x1f1), "%x",
		              both[i]);
		ck_assert_msg(FREEFORM(both[i]), "%x", both[i]);
	}
	for (size_t i = 0; i < N(freeform); i++) {
		ck_assert_msg(!IDENTIFIER(freeform[i]), "%x", freeform[i]);
		ck_assert_msg(FREEFORM(freeform[i]), "%x", freeform[i]);
	}
	for (size_t i = 0; i < N(neither); i++) {
		ck_assert_msg(!IDENTIFIER(neither[i]), "%x", neither[i]);
		ck_assert_msg(!FREEFORM(neither[i]), "%x", neither[i]);
	}
}
END_TEST

START_TEST(context_of_joiners)
{
	/* A.1: behind a virama, or between characters that join. */
	ck_assert(IDENTIFIER(0x915, 0x94d, 0x200c));
	ck_assert(IDENTIFIER(0x628, 0x200c, 0x628));
	ck_assert(IDENTIFIER(0x628, 0x64b, 0x200c, 0x64b, 0x627));
	ck_assert(!IDENTIFIER(0x627, 0x200c, 0x628));
	ck_assert(!IDENTIFIER('a', 0x200c, 'b'));
	ck_assert(!IDENTIFIER(0x200c));
	ck_assert(!IDENTIFIER(0x628, 0x200c));
	ck_assert(!IDENTIFIER(0x200c, 0x628));
	/* A.2 */
	ck_assert(IDENTIFIER(0x915, 0x94d, 0x200d, 0x937));
	ck_assert(!IDENTIFIER(0x628, 0x200d, 0x628));
	ck_assert(!FREEFORM(0x200d));
}
END_TEST

START_TEST(context_of_others)
{
	ck_assert(IDENTIFIER('l', 0xb7, 'l'));		/* A.3 */
	ck_assert(!IDENTIFIER('l', 0xb7, 'a'));
	ck_assert(!IDENTIFIER('a', 0xb7, 'l'));
	ck_assert(!IDENTIFIER(0xb7));
	ck_assert(!IDENTIFIER('l', 0xb7));
	ck_assert(IDENTIFIER(0x375, 0x3b1));		/* A.4 */
	ck_assert(!IDENTIFIER(0x375, 'a'));
	ck_assert(!IDENTIFIER(0x375));
	ck_assert(IDENTIFIER(0x5d0, 0x5f3));		/* A.5 */
	ck_assert(!IDENTIFIER(0x5f3));
	ck_assert(!IDENTIFIER('a', 0x5f4));		/* A.6 */
	ck_assert(IDENTIFIER(0x30fb, 'a', 0x3042));	/* A.7 */
	ck_assert(IDENTIFIER(0x65e5, 0x30fb));
	ck_assert(IDENTIFIER(0x30ab, 0x30fb));
	ck_assert(!IDENTIFIER(0x30fb));
	ck_assert(!IDENTIFIER('a', 0x30fb));
	ck_assert(IDENTIFIER(0x660, 0x669));		/* A.8 */
	ck_assert(IDENTIFIER(0x6f0, 0x6f9));		/* A.9 */
	ck_assert(!IDENTIFIER(0x660, 0x6f0));
	ck_assert(!IDENTIFIER(0x6f0, 0x660));
	ck_assert(!FREEFORM(0x6f0, 0x660));
}
END_TEST

START_TEST(direction)
{
	/* Without right-to-left characters the rule does not apply. */
	ck_assert(BIDI('a', '1', '-'));
	ck_assert(BIDI('1', '.'));
	/* 1 */
	ck_assert(BIDI(0x5d0));
	ck_assert(!BIDI('1', 0x5d0));
	ck_assert(!BIDI('-', 0x5d0));
	ck_assert(!BIDI(0x660));
	/* 2 */
	ck_assert(BIDI(0x5d0, '-', 0x5d1));
	ck_assert(!BIDI(0x5d0, 'a', 0x5d1));
	/* 3 */
	ck_assert(BIDI(0x5d0, '1'));
	ck_assert(BIDI(0x628, 0x660));
	ck_assert(BIDI(0x5d0, 0x5b0));
	ck_assert(BIDI(0x5d0, '1', 0x5b0, 0x5b0));
	ck_assert(!BIDI(0x5d0, '-'));
	ck_assert(!BIDI(0x5d0, '-', 0x5b0));
	/* 4 */
	ck_assert(!BIDI(0x628, 0x660, '1'));
	/* 5 */
	ck_assert(!BIDI('a', 0x5d0));
	ck_assert(!BIDI('a', 0x660));
}
END_TEST

UNIT("jid/precis", ascii, categories, context_of_joiners, context_of_others,
     direction)
