#include "xml/holdback.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"

/* The pieces that are let go, "|" behind each; what is held stands last. */
static char *pieces(struct view all, size_t each)
{
	struct holdback h = { 0 };
	struct buf out = { 0 };
	size_t start = 0, known = 0;

	while (known < all.n) {
		known = all.n - known < each ? all.n : known + each;
		do {
			struct view v = { all.p + start, known - start };

			holdback_scan(&h, v);
			buf_put(&out, v.p, h.safe);
			if (h.safe != 0)
				buf_putc(&out, '|');
			start += h.safe;
			holdback_take(&h);
		} while (start + h.seen < known);
	}
	buf_putv(&out, view_from(all, start));
	return buf_take(&out);
}

static void cut_as(const char *text, const char *expected)
{
	char *got = pieces(view_of(text), strlen(text));

	ck_assert_str_eq(got, expected);
	free(got);
}

START_TEST(one_construct_at_a_time)
{
	cut_as("<?xml version='1.0'?>", "<?xml version='1.0'?>|");
	cut_as("<a><b/>text</a>", "<a>|<b/>|text|</a>|");
	cut_as("<a b='>' c=\"'>\">x", "<a b='>' c=\"'>\">|x|");
	cut_as("x&amp;y&#x41;z", "x|&amp;|y|&#x41;|z|");
	cut_as("<!-- > -- -->x", "<!-- > -- |-->x|");
	cut_as("<!-- > -->x", "<!-- > -->|x|");
	cut_as("<!---->x", "<!---->|x|");
	cut_as("<?a ?b>?\?>x", "<?a ?b>?\?>|x|");
	cut_as("<![CDATA[<a>]]]>]]>x", "<![CDATA[|<a>]]]>|]]>x|");
	cut_as("<!DOCTYPE a [<!ENTITY b '>]'> ]><c>",
	       "<!DOCTYPE a [|<!ENTITY b '>]'>| ]>|<c>|");
	cut_as("<!DOCTYPE a SYSTEM '[>'><c>", "<!DOCTYPE a SYSTEM '[>'>|<c>|");
}
END_TEST

START_TEST(what_is_unfinished_is_held)
{
	cut_as("a<", "a|<");
	cut_as("<a b='>", "<a b='>");
	cut_as("<a b='>'", "<a b='>'");
	cut_as("x&am", "x|&am");
	cut_as("x\xe2\x82", "x|\xe2\x82");
	cut_as("\xf0\x9f\x98", "\xf0\x9f\x98");
	cut_as("x]", "x|]");
	cut_as("x]]", "x|]]");
	cut_as("x]]]", "x]|]]");
	cut_as("<![CDATA[x]]", "<![CDATA[|x|]]");
	cut_as("<![CDA", "<![CDA");
	cut_as("<!-", "<!-");
	cut_as("<!-- -", "<!-- -");
	cut_as("<?x ?", "<?x ?");
	cut_as("</a", "</a");
}
END_TEST

/* What expat will refuse is not held until the limit. */
START_TEST(errors_are_let_go)
{
	cut_as("<a b='<", "<a b='<|");
	cut_as("<a<", "<a<|");
	cut_as("</a<", "</a<|");
	cut_as("<<", "<<|");
	cut_as("<>", "<>|");
	cut_as("a & b", "a |& |b|");
	cut_as("&a<b>", "&a<|b>|");
	cut_as("&&a;", "&&|a;|");
	cut_as("</a 'b>x", "</a 'b>|x|");
	cut_as("<!x>y", "<!x>|y|");
	cut_as("<!-x>y", "<!-x>|y|");
	cut_as("<![CDxTA[x", "<![CDxTA[|x|");
	cut_as("<!--a--b", "<!--a--b|");
	cut_as("\x80\x80\x80\x80", "\x80\x80\x80\x80|");
	/* Broken characters go with all the bytes that expat counts to them. */
	cut_as("\xe2\x82x", "\xe2\x82x|");
	cut_as("\xe2\x82<a", "\xe2\x82<a|");
	cut_as("\xe2]]", "\xe2]]|");
	cut_as("<a b='\xc3'/>", "<a b='\xc3'|/>|");
	cut_as("<a b='\xc3\xc3'/>", "<a b='\xc3\xc3|'/>|");
	cut_as("&\xc3;x", "&\xc3;|x|");
	cut_as("<![CDATA[\xe2\x82]]>", "<![CDATA[|\xe2\x82]]>|");
}
END_TEST

/* Markup is cut alike however it arrives; text may be cut anywhere, but not
 * inside a character, a reference or in front of "]]>". */
START_TEST(splits_make_no_difference)
{
	static const char text[] =
		"<?xml version='1.0'?><a b='>'>\xf0\x9f\x98\x80 x]]y&lt;z"
		"<![CDATA[]]]\xe2\x82\xac]]><c/>]</a>]";

	for (size_t each = 1; each < sizeof text; each++) {
		char *got = pieces(VIEW(text), each), *p, *q;

		ck_assert_ptr_null(strstr(got, "\xf0|"));
		ck_assert_ptr_null(strstr(got, "\x9f|"));
		ck_assert_ptr_null(strstr(got, "\x98|"));
		ck_assert_ptr_null(strstr(got, "\xe2|"));
		ck_assert_ptr_null(strstr(got, "\x82|"));
		ck_assert_ptr_null(strstr(got, "]|]>"));
		ck_assert_ptr_null(strstr(got, "]]|>"));
		ck_assert_ptr_nonnull(strstr(got, "<?xml version='1.0'?>|"));
		ck_assert_ptr_nonnull(strstr(got, "|<a b='>'>|"));
		ck_assert_ptr_nonnull(strstr(got, "|&lt;|"));
		ck_assert_ptr_nonnull(strstr(got, "|<![CDATA[|"));
		ck_assert_ptr_nonnull(strstr(got, "|<c/>|"));
		ck_assert_ptr_nonnull(strstr(got, "|</a>|]"));
		for (p = q = got; *p != '\0'; p++)
			if (*p != '|')
				*q++ = *p;
		*q = '\0';
		ck_assert_str_eq(got, text);
		free(got);
	}
}
END_TEST

START_TEST(length_and_kind_of_the_construct)
{
	struct holdback h = { 0 };

	holdback_scan(&h, VIEW("xy<!-- a"));
	ck_assert_uint_eq(h.safe, 2);
	ck_assert_uint_eq(h.markup, 0);
	holdback_take(&h);
	holdback_scan(&h, VIEW("<!-- a"));
	ck_assert_uint_eq(h.safe, 0);
	ck_assert_uint_eq(h.markup, 6);
	ck_assert_int_eq(holdback_construct(&h), XML_CONSTRUCT_COMMENT);
	holdback_scan(&h, VIEW("<!-- a-->"));
	ck_assert_uint_eq(h.safe, 9);
	ck_assert_uint_eq(h.markup, 9);
	ck_assert_int_eq(holdback_construct(&h), XML_CONSTRUCT_COMMENT);
	holdback_take(&h);
	holdback_scan(&h, VIEW("<?"));
	ck_assert_int_eq(holdback_construct(&h), XML_CONSTRUCT_INSTRUCTION);
	h = (struct holdback){ 0 };
	holdback_scan(&h, VIEW("<!DOCTYPE '"));
	ck_assert_int_eq(holdback_construct(&h), XML_CONSTRUCT_DOCTYPE);
	h = (struct holdback){ 0 };
	holdback_scan(&h, VIEW("<a '"));
	ck_assert_int_eq(holdback_construct(&h), XML_CONSTRUCT_PLAIN);
	ck_assert_uint_eq(h.markup, 4);
}
END_TEST

UNIT("xml/holdback", one_construct_at_a_time, what_is_unfinished_is_held,
     errors_are_let_go, splits_make_no_difference,
     length_and_kind_of_the_construct)
