#include "cast/split.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

static const char *const letter[] = {
	[UNIT_NONE] = "?",       [UNIT_HEADER] = "H", [UNIT_ELEMENT] = "E",
	[UNIT_STREAM_END] = "X", [UNIT_SPACE] = "_",  [UNIT_RAW] = "R",
};

static void drain(struct split *s, struct buf *kinds, struct buf *all)
{
	enum event_unit unit;
	struct view text;

	while (split_next(s, &unit, &text)) {
		ck_assert_uint_gt(text.n, 0);
		buf_puts(kinds, letter[unit]);
		buf_putv(all, text);
	}
}

/* Cut in two at every place, and byte by byte: always the same units, except
 * that text may come in parts, and never a byte too many or too few. */
static void check(const char *bytes, const char *expected)
{
	struct view v = view_of(bytes);
	struct buf kinds = { 0 }, all = { 0 };
	struct split *s;

	for (size_t cut = 0; cut <= v.n; cut++) {
		s = split_new();
		split_feed(s, (struct view){ v.p, cut });
		drain(s, &kinds, &all);
		split_feed(s, view_from(v, cut));
		drain(s, &kinds, &all);
		ck_assert_str_eq(buf_cstr(&kinds), expected);
		buf_putv(&all, split_rest(s));
		ck_assert(view_eq(buf_view(&all), v));
		buf_clear(&kinds);
		buf_clear(&all);
		split_free(&s);
	}
	s = split_new();
	for (size_t i = 0; i < v.n; i++) {
		split_feed(s, (struct view){ v.p + i, 1 });
		drain(s, &kinds, &all);
	}
	ck_assert_str_eq(buf_cstr(&kinds), expected);
	split_free(&s);
	buf_free(&kinds);
	buf_free(&all);
}

START_TEST(a_stream_is_cut_into_its_units)
{
	check("<?xml version='1.0'?> <stream:stream xmlns='a' id=\"a>b'\" >"
	      "<stream:features><a/></stream:features>"
	      "<message><body>x &gt; y</body></message> "
	      "<iq/></stream:stream>",
	      "HEE_EX");
}
END_TEST

START_TEST(a_stream_may_begin_again_without_an_end)
{
	check("<stream><success/><?xml version='1.0'?><stream>"
	      "<stream:stream a='/'><r/>",
	      "HEHHE");
}
END_TEST

START_TEST(elements_may_hold_everything)
{
	check("<m><!-- </m> --><![CDATA[</m>]]><?p </m> ?><m a='</m>' b=\"/>\"/></m><n/>",
	      "EE");
	check("<m><!--> </m> --></m>", "E");
	check("<m><![CDATA[]]]]></m>", "E");
}
END_TEST

START_TEST(what_is_no_unit_is_raw)
{
	check("<!DOCTYPE a [ <!ENTITY b 'c'> ]><a/>", "RE");
	check("<!-- x --><a/>", "RE");
	check("<?pi?><a/>", "RE");
	check("<?xml version='1.0'?><a/>", "RE");
	check("</a></b>", "XX");
	check("<a", "");
	check("<a><b></a>", "");
	check("\x15<a/>", "RE");
}
END_TEST

START_TEST(text_at_the_top_comes_at_once)
{
	struct split *s = split_new();
	enum event_unit unit;
	struct view text;

	split_feed(s, VIEW("abc"));
	ck_assert(split_next(s, &unit, &text));
	ck_assert_int_eq(unit, UNIT_RAW);
	ck_assert(view_is(text, "abc"));
	ck_assert(!split_next(s, &unit, &text));
	split_feed(s, VIEW("<m>"));
	ck_assert(!split_next(s, &unit, &text));
	ck_assert(view_is(split_rest(s), "<m>"));
	split_feed(s, VIEW("<n/>"));
	ck_assert(split_next(s, &unit, &text));
	ck_assert_int_eq(unit, UNIT_ELEMENT);
	split_free(&s);
}
END_TEST

START_TEST(an_endless_unit_does_not_fill_the_memory)
{
	struct split *s = split_new();
	char *much = calloc(1, SPLIT_MAX);
	enum event_unit unit;
	struct view text;

	ck_assert_ptr_nonnull(much);
	memset(much, 'x', SPLIT_MAX);
	split_feed(s, VIEW("<m>"));
	split_feed(s, (struct view){ much, SPLIT_MAX - 3 });
	ck_assert(!split_next(s, &unit, &text));
	split_feed(s, VIEW("x"));
	ck_assert(split_next(s, &unit, &text));
	ck_assert_int_eq(unit, UNIT_RAW);
	ck_assert_uint_eq(text.n, SPLIT_MAX + 1);
	free(much);
	split_free(&s);
}
END_TEST

START_TEST(sip_is_cut_by_its_length)
{
	static const char text[] = "\r\n\r\nA b SIP/2.0\r\nContent-Length: 2\r\n\r\nhi"
	                           "C d SIP/2.0\r\n\r\n<x";
	static const struct {
		enum event_unit unit;
		const char *text;
	} want[] = { { UNIT_SPACE, "\r\n\r\n" },
		     { UNIT_SIP, "A b SIP/2.0\r\nContent-Length: 2\r\n\r\nhi" },
		     { UNIT_SIP, "C d SIP/2.0\r\n\r\n" } };
	struct split *s = split_new();
	enum event_unit unit;
	struct view got;

	split_speak_sip(s);
	split_feed(s, view_of(text));
	for (size_t i = 0; i < 3; i++) {
		ck_assert(split_next(s, &unit, &got));
		ck_assert_int_eq(unit, want[i].unit);
		ck_assert(view_is(got, want[i].text));
	}
	ck_assert(!split_next(s, &unit, &got));
	ck_assert(view_is(split_rest(s), "<x"));
	split_free(&s);
}
END_TEST

UNIT("split", a_stream_is_cut_into_its_units, a_stream_may_begin_again_without_an_end,
     elements_may_hold_everything, what_is_no_unit_is_raw, text_at_the_top_comes_at_once,
     an_endless_unit_does_not_fill_the_memory, sip_is_cut_by_its_length)
