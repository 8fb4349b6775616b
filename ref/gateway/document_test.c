#include "gateway/document.h"

#include <string.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/unit.h"

/* The names of the children, and what was wrong. */
static char *walk(struct view bytes)
{
	struct region *r = region_new();
	struct document d;
	struct element *e = document_open(&d, bytes, &xml_limits_default, r);
	struct buf b = { 0 };

	if (e != NULL) {
		buf_printf(&b, "%.*s", VIEW_ARG(e->name));
		while ((e = document_next(&d, r)) != NULL)
			buf_printf(&b, " %.*s", VIEW_ARG(e->name));
	}
	ck_assert_ptr_null(document_next(&d, r));
	buf_puts(&b, d.why == NULL ? "" : " BAD");
	ck_assert(d.why == NULL || *d.why != '\0');
	document_close(&d);
	region_free(&r);
	return buf_take(&b);
}

static void gives(const char *text, const char *names)
{
	char *got = walk(view_of(text));

	ck_assert_msg(strcmp(got, names) == 0, "%s: %s", text, got);
	free(got);
}

#define DECL "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

START_TEST(documents)
{
	gives("<a/>", "a");
	gives("<a></a>", "a");
	gives(DECL "\r\n<a>\r\n <b/>\r\n <c>x</c> </a>\r\n\r\n", "a b c");
	gives("\xef\xbb\xbf" DECL "<a><b/></a>", "a b");
	gives("<a><b/></a >", "a b");
	gives("<p:a xmlns:p='urn:x'><p:b/></p:a>", "a b");
}
END_TEST

START_TEST(an_end_is_an_end)
{
	gives("", " BAD");
	gives("   ", " BAD");
	gives("x", " BAD");
	gives("<a>", "a BAD");
	gives("<a", " BAD");
	gives("<a><b>", "a BAD");
	gives("<a><b/>", "a b BAD");
	gives("<a><b/></a", "a b BAD");
	gives("<a/><a/>", "a BAD");
	gives("<a/>x", "a BAD");
	gives("<a></a>x", "a BAD");
	gives("<a><b/></a><!-- --> x", "a b BAD");
	gives("<a></a></a>", "a BAD");
	gives("<a/></a>", "a BAD");
	gives("<a x='/'></a>", "a");
}
END_TEST

START_TEST(restricted)
{
	gives("<!DOCTYPE a><a/>", " BAD");
	gives("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", " BAD");
	gives("<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a/>", " BAD");
	gives("<a><b>&x;</b></a>", "a BAD");
	gives("<a>text<b/></a>", "a BAD");
	gives("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", " BAD");
	gives("<?xml version='1.1'?><a/>", " BAD");
	gives("<a><b>\xff</b></a>", "a BAD");
	gives("<a><b></c></a>", "a BAD");
	gives("<a><x:b/></a>", "a BAD");
	gives("<a x='1' x='2'/>", " BAD");
	gives("<a>\x01</a>", "a BAD");
}
END_TEST

/* P123 */
START_TEST(asides)
{
	gives("<!-- x --><a/>", "a");
	gives(DECL "<?x y?><!----><a><!-- <c> & --><b/><?y <d/> ?></a><!-- -->", "a b");
	gives("<a><b>x<!-- -->y</b></a>", "a b");
	gives("<a><b><![CDATA[<!-- ]]></b></a>", "a b");
	gives("<a><b><![CDATA[<!--]]></b><!--]]>--></a>", "a b");
	gives("<a><!-- <b/></a>", "a BAD");
	gives("<a><!--->", "a BAD");
	gives("<a><!-- -- --></a>", "a BAD");
	gives("<a><!-- ---></a>", "a BAD");
	gives("<a><?x </a>", "a BAD");
	gives("<a><![CDATA[ </a>", "a BAD");
	gives("<a>" DECL "</a>", "a BAD");
	gives("<?xml-stylesheet href='x'?><a/>", "a");
	gives("<?xml\tversion='1.0'\r\nencoding='UTF-8'?><a/>", "a");
	gives("<?xml\tversion='1.0' encoding='ISO-8859-1'?><a/>", " BAD");
	gives("<?xml\nversion='1.0' encoding='ISO-8859-1'?><a/>", " BAD");
	gives("<?xml?><a/>", " BAD");
	gives("<a><?xml\t?></a>", "a BAD");
	gives("<!DOCTYPE a [<!-- x -->]><a/>", " BAD");
	gives("<!-", " BAD");
	gives("<?", " BAD");
}
END_TEST

/* Attack: what never ends, again and again, to be looked for to the end each time. */
START_TEST(asides_without_end)
{
	static const char *const pieces[] = { "<?a", "<!--", "<!-- -", "<?xml ", "<![CDATA[", "<" };

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf b = { 0 };
		clock_t began = clock();
		char *got;

		buf_puts(&b, "<a>");
		while (buf_len(&b) < 256 * 1024)
			buf_puts(&b, pieces[i]);
		got = walk(buf_view(&b));
		ck_assert_msg(strstr(got, "BAD") != NULL, "%s: %s", pieces[i], got);
		ck_assert_msg(clock() - began < 2 * CLOCKS_PER_SEC, "%s", pieces[i]);
		free(got);
		buf_free(&b);
	}
}
END_TEST

START_TEST(zero_bytes)
{
	char *got = walk(VIEW("<a>\0</a>"));

	ck_assert_str_eq(got, "a BAD");
	free(got);
	got = walk(VIEW("<a/>\0"));
	ck_assert_str_eq(got, "a BAD");
	free(got);
}
END_TEST

/* Nothing but the whole of a document is one. */
START_TEST(cut_anywhere)
{
	const char text[] = DECL "<a x='y'><b>c</b><d/></a>";

	for (size_t n = 0; n < sizeof text - 1; n++) {
		char *got = walk((struct view){ text, n });

		ck_assert_msg(strstr(got, "BAD") != NULL, "%zu: %s", n, got);
		free(got);
	}
}
END_TEST

UNIT("document", documents, an_end_is_an_end, restricted, asides, asides_without_end, zero_bytes, cut_anywhere)
