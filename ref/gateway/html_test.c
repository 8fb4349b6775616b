#include "gateway/html.h"

#include <string.h>

#include "lib/unit.h"

static void gives(const char *html, const char *text)
{
	struct buf b = { 0 };

	html_to_text(view_of(html), &b);
	ck_assert_msg(view_is(buf_view(&b), text), "%s: %s", html, buf_cstr(&b));
	buf_free(&b);
}

START_TEST(words)
{
	gives("", "");
	gives("hi", "hi");
	gives("<b>hi</b>", "hi");
	gives("a<b>b</b>c", "abc");
	gives("<html><head><title>T</title></head><body>x</body></html>", "x");
	gives("  a \r\n\t b  ", "a b");
	gives("a <b> b</b>", "a b");
	gives("5 < 6 > 4", "5 < 6 > 4");
	gives("a<3 </ b", "a<3 </ b");
	gives("<", "<");
	gives("a<", "a<");
	gives("</", "</");
	gives("\xc3\xbc\xe6\x97\xa5", "\xc3\xbc\xe6\x97\xa5");
}
END_TEST

START_TEST(lines)
{
	gives("a<br>b", "a\nb");
	gives("a<br/>b<BR />c", "a\nb\nc");
	gives("a<br><br>b", "a\n\nb");
	gives("<p>a</p><p>b</p>", "a\nb");
	gives("<div>a</div>b", "a\nb");
	gives("<div><div>a</div></div>\n<div>b</div>", "a\nb");
	gives("<ul><li>a</li><li>b</li></ul>", "a\nb");
	gives("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc");
	gives("a <br> b", "a\nb");
	gives("<br>a<br>", "a");
	gives("<pre>a  b\n c</pre>d", "a  b\n c\nd");
	gives("<pre>a\n\nb</pre>", "a\n\nb");
	gives("</pre>a  b", "a b");
}
END_TEST

START_TEST(what_is_hidden)
{
	gives("<b>hi</b><script>x()</script>", "hi");
	gives("<script>if (a < b) '</b>'</script>x", "x");
	gives("<SCRIPT src='a>b'>x</ScRiPt >y", "y");
	gives("<script>never ends", "");
	gives("<style>p { color: red }</style>x", "x");
	gives("a<!-- b -->c", "ac");
	gives("a<!-- <b> -- > -->c", "ac");
	gives("a<!-->b", "ab");
	gives("a<!-- never ends", "a");
	gives("a<!DOCTYPE html>b", "ab");
	gives("a<?xml version='1.0'?>b", "ab");
	gives("<iframe src=x>y</iframe>z", "z");
	gives("<xml><o:p>office</o:p></xml>z", "z");
	gives("<img src=x onerror='alert(1)'>y", "y");
	gives("<a href=\"javascript:x>y\" onclick='a>b'>link</a>", "link");
	gives("<a title=\">\">x", "x");
	gives("<a b='never ends>x", "");
	gives("<a b=it's>x</a>", "x");
	gives("<b", "");
	gives("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)");
}
END_TEST

START_TEST(references)
{
	gives("a&amp;b", "a&b");
	gives("&lt;b&gt;", "<b>");
	gives("&lt;script&gt;", "<script>");
	/* Once only. */
	gives("&amp;lt;b&amp;gt;", "&lt;b&gt;");
	gives("&quot;&apos;&#39;&#x27;&#X27;", "\"''''");
	gives("caf&eacute; &Eacute; &euro; &hearts;",
	      "caf\xc3\xa9 \xc3\x89 \xe2\x82\xac \xe2\x99\xa5");
	gives("&zwnj;&AElig;", "\xe2\x80\x8c\xc3\x86");
	gives("a&nbsp;&nbsp;b", "a  b");
	gives("a&#32;&#32;b", "a b");
	gives("&amp", "&");
	gives("&amp b", "& b");
	gives("AT&T &unknown; & &; &#; &#x; &#xg;", "AT&T &unknown; & &; &#; &#x; &#xg;");
	gives("&thetasymx; &aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;",
	      "&thetasymx; &aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;");
	gives("&#128512;", "\xf0\x9f\x98\x80");
	/* Of windows-1252. */
	gives("&#146;&#150;&#129;", "\xe2\x80\x99\xe2\x80\x93\xef\xbf\xbd");
	/* Not of XML. */
	gives("&#0;&#1;&#xFFFE;&#xD800;&#x110000;&#99999999999999999999;",
	      "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	gives("a&#13;&#10;b", "a b");
}
END_TEST

/* The table is searched by halves. */
START_TEST(names_are_sorted)
{
	static const char *const names[] = {
#define X(name, code) name,
#include "gateway/html_entities.tbl"
#undef X
	};

	ck_assert_uint_eq(sizeof names / sizeof names[0], 253);
	for (size_t i = 1; i < sizeof names / sizeof names[0]; i++)
		ck_assert_msg(strcmp(names[i - 1], names[i]) < 0, "%s", names[i]);
}
END_TEST

/* Appended, not counted from the start of the buffer. */
START_TEST(behind_what_is_there)
{
	struct buf b = { 0 };

	buf_puts(&b, "x");
	html_to_text(VIEW("<p>a</p>"), &b);
	ck_assert_str_eq(buf_cstr(&b), "xa");
	buf_free(&b);
}
END_TEST

UNIT("html", words, lines, what_is_hidden, references, names_are_sorted, behind_what_is_there)
