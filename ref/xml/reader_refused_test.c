/* XML that a stream may not have (RFC 6120 11), or that is none, and what stands beside it. */
#include "xml/reader_rig.h"

START_TEST(x1_x2_comments)
{
	refused(MESSAGE "<!--c--><body>x</body></message>", "restricted-xml");
	expect_open("<a/><!--c--><b/>", "4 <a/>\nbad restricted-xml\n");
	expect(VIEW("<!--c-->" HEADER), "bad restricted-xml\n");
	expect(VIEW("<?xml version='1.0'?><!--c-->" HEADER), "bad restricted-xml\n");
	refused("<!-- a -- b -->", "not-well-formed");
}
END_TEST

START_TEST(x3_instructions)
{
	refused("<?pi x?>", "restricted-xml");
	refused(MESSAGE "<?pi?></message>", "restricted-xml");
	expect(VIEW("<?pi x?>" HEADER), "bad restricted-xml\n");
	refused("<?xml version='1.0'?>", "not-well-formed");
	refused(MESSAGE "<?xml version='1.0'?>", "not-well-formed");
	expect(VIEW("<?xml version='1.0'?><?xml version='1.0'?>"),
	       "bad not-well-formed\n");
}
END_TEST

START_TEST(x4_x5_document_types)
{
	expect(VIEW("<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
	            HEADER), "bad restricted-xml\n");
	expect(VIEW("<!DOCTYPE s SYSTEM \"http://tripwire.example/x\">" HEADER),
	       "bad restricted-xml\n");
	expect(VIEW("<?xml version='1.0'?><!DOCTYPE s PUBLIC 'a' 'b>['>" HEADER),
	       "bad restricted-xml\n");
	refused("<!DOCTYPE s>", "not-well-formed");
}
END_TEST

START_TEST(x6_x7_x8_references)
{
	body_refused(VIEW("&undefined;"), "restricted-xml");
	body_refused(VIEW("AT & T"), "not-well-formed");
	body_refused(VIEW("&amp"), "not-well-formed");
	body_refused(VIEW("&#0;"), "not-well-formed");
	body_refused(VIEW("&#x1;"), "not-well-formed");
	body_refused(VIEW("&#xD800;"), "not-well-formed");
	body_refused(VIEW("&#x110000;"), "not-well-formed");
	body_refused(VIEW("&#xFFFF;"), "not-well-formed");
	body_read(VIEW("&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&#0000065;"),
	          "&lt;&gt;&amp;\"'A\xf0\x9f\x98\x80""A");
}
END_TEST

START_TEST(x9_cdata)
{
	body_read(VIEW("<![CDATA[<b>&]]>"), "&lt;b&gt;&amp;");
	body_read(VIEW("1<![CDATA[]]]]>2<![CDATA[>]]>3]]<![CDATA[\xe2\x82\xac]]>"),
	          "1]]2&gt;3]]\xe2\x82\xac");
	body_refused(VIEW("<![CDAT[x]]>"), "not-well-formed");
	body_refused(VIEW("<![CDATA[\xe2\x82]]>"), "not-well-formed");
	expect_open("<![CDATA[ ]]><a/>", "space\n4 <a/>\n");
	refused("<![CDATA[x]]>", "text-between");
}
END_TEST

START_TEST(x10_not_well_formed)
{
	refused("<a><b></a>", "not-well-formed");
	refused("<a b='1' b='2'/>", "not-well-formed");
	refused("<a b=1/>", "not-well-formed");
	refused("<a b='<'/>", "not-well-formed");
	refused("<a b='<", "not-well-formed");
	refused("<a b='x><c/>", "not-well-formed");
	refused("<a></a '><b/>", "not-well-formed");
	refused("</a>", "not-well-formed");
	refused("<>", "not-well-formed");
	refused("<<", "not-well-formed");
	refused("<!x>", "not-well-formed");
	refused("<!-x>", "not-well-formed");
	refused("<a\x01/>", "not-well-formed");
	refused("< a/>", "not-well-formed");
	expect_open("<a", "");
	expect_open("<a b='", "");
}
END_TEST

START_TEST(x11_namespaces)
{
	refused("<p:x/>", "not-well-formed");
	refused("<x p:a='1'/>", "not-well-formed");
	refused("<x xmlns:a='u' xmlns:b='u' a:k='1' b:k='2'/>", "not-well-formed");
	refused("<x xmlns:p=''/>", "not-well-formed");
	refused("<x xmlns:a='u' xmlns:a='v'/>", "not-well-formed");
	refused("<x xmlns='u' xmlns='u'/>", "not-well-formed");
	refused("<x xmlns:xml='u'/>", "not-well-formed");
	refused("<x xmlns:y='http://www.w3.org/XML/1998/namespace'/>",
	        "not-well-formed");
	refused("<x xmlns='http://www.w3.org/XML/1998/namespace'/>",
	        "not-well-formed");
	refused("<x xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>",
	        "not-well-formed");
	refused("<x xmlns='http://www.w3.org/2000/xmlns/'/>", "not-well-formed");
	refused("<xmlns:x/>", "not-well-formed");
	refused("<a:b:c xmlns:a='u'/>", "not-well-formed");
	/* The separator of our own cannot be smuggled into a name. */
	refused("<x xmlns='a&#10;b'/>", "not-well-formed");
	refused("<x xmlns:p='a&#xA;b&#xA;' p:y=''/>", "not-well-formed");
	expect_open("<x xmlns=''><y/></x>", "20 <x xmlns=''><y/></x>\n");
	expect_open("<xml:x/>", "8 prefixed <xml:x/>\n");
	expect_open("<x xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
	            "53 <x/>\n");
}
END_TEST

START_TEST(x12_x14_bytes)
{
	static const struct view bad[] = {
		{ "\xc0\xaf", 2 }, { "\xe0\x80\xaf", 3 }, { "\xf0\x80\x80\xaf", 4 },
		{ "\xed\xa0\x80", 3 }, { "\xed\xbf\xbf", 3 }, { "\xf4\x90\x80\x80", 4 },
		{ "\xf8\x88\x80\x80\x80", 5 }, { "\xff", 1 }, { "\xfe", 1 },
		{ "\x80", 1 }, { "\xe2\x82", 2 }, { "\xf0\x9f\x98", 3 }, { "\xc3", 1 },
		{ "\xef\xbf\xbe", 3 }, { "\xef\xbf\xbf", 3 }, { "\0", 1 },
		{ "\x01", 1 }, { "\x0b", 1 }, { "\x1f", 1 }, { "]]>", 3 },
		{ "]]]]>", 5 },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf b = { 0 };

		body_refused(bad[i], "not-well-formed");
		buf_puts(&b, "x");
		buf_putv(&b, bad[i]);
		buf_puts(&b, "yz");
		body_refused(buf_view(&b), "not-well-formed");
		buf_clear(&b);
		buf_puts(&b, HEADER "<a b='");
		buf_putv(&b, bad[i]);
		buf_puts(&b, "'/>");
		if (bad[i].p[0] != ']')
			expect(buf_view(&b), "bad not-well-formed\n");
		buf_free(&b);
	}
	body_read(VIEW("a\xef\xbb\xbf" "b"), "a\xef\xbb\xbf" "b");
	body_read(VIEW("\xef\xbb\xbf"), "\xef\xbb\xbf");
	body_read(VIEW("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
	          "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	body_read(VIEW("\x7f\xc2\x85"), "\x7f\xc2\x85");
}
END_TEST

START_TEST(x13_encodings)
{
	expect(VIEW("\xff\xfe<\0s\0"), "bad bad-encoding\n");
	expect(VIEW("\xfe\xff\0<\0s"), "bad bad-encoding\n");
	expect(VIEW("<\0s\0t\0"), "bad bad-encoding\n");
	expect(VIEW("\0<\0s"), "bad bad-encoding\n");
	expect(VIEW("\0\0\xfe\xff"), "bad bad-encoding\n");
	expect(VIEW("<?xml version='1.0' encoding='ISO-8859-1'?>" HEADER),
	       "bad bad-encoding\n");
	expect(VIEW("<?xml version='1.0' encoding='UTF-16'?>" HEADER),
	       "bad bad-encoding\n");
	expect(VIEW("<?xml version='1.0' encoding='utf-8'?>" HEADER), "");
	expect(VIEW("<?xml version='1.0' standalone='yes'?>" HEADER), "");
	expect(VIEW("<?xml version='1.1'?>" HEADER), "bad xml-version\n");
	expect(VIEW("\xef\xbb\xbf" HEADER "<a/>"), "4 <a/>\n");
	expect(VIEW("\xef\xbb\xbf<?xml version='1.0'?>" HEADER), "");
	expect(VIEW("\xef\xbb\xbf\xef\xbb\xbf" HEADER), "bad not-well-formed\n");
	expect(VIEW("\xef\xbb<" HEADER), "bad not-well-formed\n");
}
END_TEST

START_TEST(x17_text_between)
{
	refused("x", "text-between");
	expect_open("<a/>\n x\n<b/>", "4 <a/>\nbad text-between\n");
	refused("&lt;", "text-between");
	expect_open("&#32;<a/>", "space\n4 <a/>\n");
}
END_TEST

START_TEST(x19_normalised)
{
	body_refused(VIEW("a]]>b"), "not-well-formed");
	expect_open("<a b='1\t2\n3\r\n4&#9;&#10;&#13;5'>\r\n\r</a>",
	            "38 <a b='1 2 3 4&#9;&#10;&#13;5'>\n\n</a>\n");
}
END_TEST

UNIT("xml/reader refused", x1_x2_comments, x3_instructions, x4_x5_document_types,
     x6_x7_x8_references, x9_cdata, x10_not_well_formed, x11_namespaces, x12_x14_bytes,
     x13_encodings, x17_text_between, x19_normalised)
