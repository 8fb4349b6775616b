#include "xml/reader.h"

#include <expat.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/rng.h"
#include "lib/unit.h"
#include "xml/writer.h"

#define HEADER "<stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
#define MESSAGE "<message from='a@peer.example' to='b@iut.example'>"

static const struct xml_scope scope = {
	.default_ns = { "jabber:server", 13 },
	.stream_prefix = true,
};

static size_t stanzas;		/* of the last read_split() */

/* One line for each event; runs of white space count as one. */
static void note(struct buf *out, const struct xml_event *ev)
{
	static const struct view space = { "space\n", 6 };

	switch (ev->kind) {
	case XML_MORE:
		break;
	case XML_HEADER:
		buf_puts(out, "header ");
		xml_write(out, ev->element, &scope);
		buf_putc(out, '\n');
		break;
	case XML_ELEMENT:
		stanzas++;
		buf_printf(out, "%zu %s", ev->bytes, ev->prefixed ? "prefixed " : "");
		xml_write(out, ev->element, &scope);
		buf_putc(out, '\n');
		break;
	case XML_SPACE:
		if (!view_ends(buf_view(out), space))
			buf_putv(out, space);
		break;
	case XML_END:
		buf_puts(out, "end\n");
		break;
	case XML_BAD:
		ck_assert_ptr_nonnull(ev->detail);
		/* What stood in front of wrong text may have been told. */
		if (view_ends(buf_view(out), space))
			buf_cut(out, buf_len(out) - space.n);
		buf_printf(out, "bad %s\n", cause_label(ev->cause));
		break;
	}
}

/* Takes all events; the region is reset before each. */
static void drain(struct xml_reader *r, struct region *region, struct buf *out)
{
	struct xml_event ev;

	do {
		region_reset(region);
		xml_next(r, region, &ev);
		note(out, &ev);
	} while (ev.kind != XML_MORE && ev.kind != XML_BAD);
}

/* Reads `v` in pieces: `first` bytes, then `each` at a time. */
static char *read_split(struct view v, const struct xml_limits *limits,
                        size_t first, size_t each)
{
	struct xml_reader *r = xml_reader_new(limits);
	struct region *region = region_new();
	struct buf out = { 0 };
	size_t at = 0, n = first;

	stanzas = 0;
	do {
		if (n > v.n - at)
			n = v.n - at;
		xml_feed(r, (struct view){ v.p + at, n });
		drain(r, region, &out);
		at += n;
		n = each;
	} while (at < v.n);
	/* A refusal is final, and repeated once per call: keep the first. */
	if (strstr(buf_cstr(&out), "bad ") != NULL)
		buf_cut(&out, (size_t)(strchr(strstr(buf_cstr(&out), "bad "), '\n') -
		                       buf_cstr(&out)) + 1);
	region_free(&region);
	xml_reader_free(&r);
	ck_assert_ptr_null(r);
	return buf_take(&out);
}

/* Reads in one piece, byte by byte, and cut in two at every `step`th byte;
 * the events must not differ. */
static char *read_every_way(struct view v, const struct xml_limits *limits,
                            size_t step)
{
	char *whole = read_split(v, limits, v.n, v.n);

	for (size_t i = 0; i <= v.n; i += step) {
		char *again = read_split(v, limits, i != 0 ? i : 1, i != 0 ? v.n : 1);

		ck_assert_msg(strcmp(whole, again) == 0,
		              "cut at %zu of %zu:\n%s\nnot\n%s", i, v.n, again, whole);
		free(again);
	}
	return whole;
}

static void expect(struct view sent, const char *events)
{
	char *got = read_every_way(sent, &xml_limits_default,
	                           sent.n < 2000 ? 1 : sent.n / 500);
	const char *head = "header <stream:stream version='1.0'/>\n";
	const char *rest = got;

	if (strncmp(got, head, strlen(head)) == 0)
		rest += strlen(head);
	ck_assert_msg(strcmp(rest, events) == 0, "sent\n%.*s\nexpected\n%s\ngot\n%s",
	              (int)(sent.n < 600 ? sent.n : 600), sent.p, events, got);
	free(got);
}

static void expect_open(const char *sent, const char *events)
{
	struct buf b = { 0 };

	buf_puts(&b, HEADER);
	buf_puts(&b, sent);
	expect(buf_view(&b), events);
	buf_free(&b);
}

/* Refused inside an open stream, as text of a body where it has no tags of
 * its own. */
static void refused(const char *sent, const char *label)
{
	struct buf b = { 0 };

	buf_printf(&b, "bad %s\n", label);
	expect_open(sent, buf_cstr(&b));
	buf_free(&b);
}

static void body_refused(struct view body, const char *label)
{
	struct buf b = { 0 }, expected = { 0 };

	buf_printf(&expected, "bad %s\n", label);
	buf_puts(&b, HEADER MESSAGE "<body>");
	buf_putv(&b, body);
	buf_puts(&b, "</body></message>");
	expect(buf_view(&b), buf_cstr(&expected));
	buf_free(&b);
	buf_free(&expected);
}

static void body_read(struct view body, const char *written)
{
	struct buf b = { 0 }, expected = { 0 };

	buf_puts(&b, MESSAGE "<body>");
	buf_putv(&b, body);
	buf_puts(&b, "</body></message>");
	buf_printf(&expected, "%zu " MESSAGE "<body>%s</body></message>\n",
	           buf_len(&b), written);
	expect_open(buf_cstr(&b), buf_cstr(&expected));
	buf_free(&b);
	buf_free(&expected);
}

START_TEST(stanzas_and_space_and_end)
{
	expect(VIEW("<?xml version='1.0' encoding='UTF-8'?>\n" HEADER
	            "\n <a/><b x='1'>t</b>\n</stream:stream>"),
	       "space\n4 <a/>\n14 <b x='1'>t</b>\nspace\nend\n");
	/* X18: what stands behind the end is not read. */
	expect_open("<a/></stream:stream><b/><stream:stream>", "4 <a/>\nend\n");
	expect_open("</stream:stream>\xff\xff<", "end\n");
	expect_open("", "");
	expect(VIEW("<stream:stream xmlns:stream='http://etherx.jabber.org/streams' "
	            "version='1.0'/>"), "end\n");
}
END_TEST

START_TEST(header_is_told)
{
	struct xml_reader *r = xml_reader_new(&xml_limits_default);
	struct region *region = region_new();
	const struct xml_ns_decl *d;
	struct xml_event ev;
	size_t n = 0;

	xml_feed(r, VIEW("<s:stream xmlns='jabber:server' xmlns:db="
	                 "'jabber:server:dialback' xmlns:s='" NS_STREAM
	                 "' to='b' xml:lang='de'>"));
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	ck_assert(element_is(ev.element, NS_STREAM, "stream"));
	ck_assert(view_is(ev.root_prefix, "s"));
	ck_assert(view_is(element_attr(ev.element, "to"), "b"));
	ck_assert(view_is(element_attr_ns(ev.element, NS_XML, "lang"), "de"));
	ck_assert_ptr_null(element_attr(ev.element, "lang").p);
	for (d = ev.declared; d != NULL; d = d->next) {
		const char *uri = d->prefix.n == 0 ? "jabber:server" :
		                  view_is(d->prefix, "s") ? NS_STREAM :
		                  view_is(d->prefix, "db") ? NS_DIALBACK : "?";

		ck_assert(view_is(d->uri, uri));
		n++;
	}
	ck_assert_uint_eq(n, 3);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_MORE);
	region_free(&region);
	xml_reader_free(&r);
}
END_TEST

/* RFC 6120 4.8.2: the stream namespace may be the default. */
START_TEST(prefixes_are_told)
{
	expect(VIEW("<stream xmlns='" NS_STREAM "' version='1.0'>"
	            "<message xmlns='jabber:server'/><x:y xmlns:x='u'/>"
	            "<features/>"),
	       "32 <message/>\n18 prefixed <y xmlns='u'/>\n11 <stream:features/>\n");
}
END_TEST

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

START_TEST(in_front_of_the_header)
{
	expect(VIEW(" \r\n\t" HEADER), "");
	expect(VIEW("\n<?xml version='1.0'?>\n\n" HEADER), "");
	expect(VIEW("x" HEADER), "bad not-well-formed\n");
	expect(VIEW("<?xml version='1.0'?>x" HEADER), "bad not-well-formed\n");
	expect(VIEW("\x16\x03\x01\x02"), "bad not-well-formed\n");
	expect(VIEW("</stream:stream>"), "bad not-well-formed\n");
	expect(VIEW("<s:stream>"), "bad not-well-formed\n");
	expect(VIEW("   "), "");
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

START_TEST(what_stands_behind_an_element_is_left_unread)
{
	struct xml_reader *r = xml_reader_new(&xml_limits_default);
	struct region *region = region_new();
	struct xml_event ev;

	xml_feed(r, VIEW(HEADER "<starttls/>\xff<x"));
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_ELEMENT);
	ck_assert_uint_eq(xml_unread(r), 3);
	xml_reader_restart(r);
	ck_assert_uint_eq(xml_unread(r), 0);
	ck_assert(!xml_in_element(r));
	xml_feed(r, VIEW("<?xml version='1.0'?>" HEADER "<a><b>t"));
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	ck_assert_uint_eq(xml_unread(r), 7);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_MORE);
	ck_assert_uint_eq(xml_unread(r), 7);
	ck_assert(xml_in_element(r));
	xml_feed(r, VIEW("</b></a>\n"));
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_ELEMENT);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_SPACE);
	ck_assert(!xml_in_element(r));
	region_free(&region);
	xml_reader_free(&r);
}
END_TEST

START_TEST(restart_forgets_the_old_stream)
{
	struct xml_reader *r = xml_reader_new(&xml_limits_default);
	struct region *region = region_new();
	struct xml_event ev;

	xml_feed(r, VIEW("<s:s xmlns:s='u' xmlns:old='v'><a>"));
	xml_next(r, region, &ev);
	xml_next(r, region, &ev);
	xml_reader_restart(r);
	xml_feed(r, VIEW(HEADER "<old:a/>"));
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_BAD);
	ck_assert_int_eq(ev.cause, CAUSE_NOT_WELL_FORMED);
	ck_assert_str_eq(ev.detail, "unbound prefix");
	/* Sticky; nothing is kept any more. */
	xml_feed(r, VIEW("<a/>"));
	ck_assert_uint_eq(xml_unread(r), 0);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_BAD);
	ck_assert_int_eq(ev.cause, CAUSE_NOT_WELL_FORMED);
	region_free(&region);
	xml_reader_free(&r);
}
END_TEST

/* A stanza is there with its last byte, however it was cut before. */
START_TEST(complete_is_delivered_at_once)
{
	static const char text[] = MESSAGE "<body>a\r</body></message>";
	struct xml_reader *r = xml_reader_new(&xml_limits_default);
	struct region *region = region_new();
	struct xml_event ev;

	xml_feed(r, VIEW(HEADER));
	xml_next(r, region, &ev);
	for (int times = 0; times < 200; times++)
		for (size_t i = 0; text[i] != '\0'; i++) {
			xml_feed(r, (struct view){ text + i, 1 });
			region_reset(region);
			xml_next(r, region, &ev);
			ck_assert_int_eq(ev.kind, text[i + 1] == '\0' ? XML_ELEMENT
			                                             : XML_MORE);
		}
	region_free(&region);
	xml_reader_free(&r);
}
END_TEST

/* --- any bytes -------------------------------------------------------------- */

static const char *const fragments[] = {
	"<a>", "</a>", "<a/>", "<b x='1'>", "</b>", "<b xmlns='u'/>", "<p:c ",
	"xmlns:p='v'", "<message to='x'><body>", "</body></message>", "text", " ",
	"\n", "\r", "&lt;", "&#65;", "&", ";", "&amp", "<", ">", "'", "\"", "=",
	"/", "]", "]]>", "<![CDATA[", "<!--", "-->", "--", "<?", "?>", "<!", "!",
	"<!DOCTYPE", "[", "\xc3\xa9", "\xe2\x82", "\xf0\x9f\x98\x80", "\xff",
	"\xed\xa0\x80", "\x01", "<?xml version='1.0'?>", "</stream:stream>",
	"<stream:error>", "</stream:error>", "x='>'", "xml:lang='de'", "<a><b>",
	"</b></a>", "<a x='<'/>", "\xef\xbb\xbf",
};

struct count {
	unsigned depth, stanzas;
};

static void XMLCALL count_start(void *arg, const char *name, const char **atts)
{
	(void)name, (void)atts;
	((struct count *)arg)->depth++;
}

static void XMLCALL count_end(void *arg, const char *name)
{
	struct count *c = arg;

	(void)name;
	if (--c->depth == 1)
		c->stanzas++;
}

/* First-level elements that expat alone finds, given all at once; less the
 * white space that is tolerated in front of an XML declaration. */
static size_t stanzas_by_expat(struct view v)
{
	XML_Parser p = XML_ParserCreateNS("UTF-8", '\n');
	struct count c = { 0, 0 };

	if (view_starts(v, VIEW("\xef\xbb\xbf")))
		v = view_from(v, 3);
	while (v.n != 0 && view_trim((struct view){ v.p, 1 }).n == 0)
		v = view_from(v, 1);
	XML_SetUserData(p, &c);
	XML_SetElementHandler(p, count_start, count_end);
	XML_Parse(p, v.p, (int)v.n, 0);
	XML_ParserFree(p);
	return c.stanzas;
}

/* Whatever is sent: the same events however it is cut, no stanza that expat
 * would not have found, and none missing unless it stands behind a refusal. */
START_TEST(any_bytes_are_read_alike)
{
	struct buf b = { 0 };
	struct rng rng;

	rng_seed(&rng, 6120);
	for (int i = 0; i < 20000; i++) {
		size_t found, expected;
		char *whole, *bytes, *cut;

		buf_clear(&b);
		buf_puts(&b, rng_next_below(&rng, 8) != 0 ? HEADER : "");
		for (uint32_t n = 1 + rng_next_below(&rng, 12); n != 0; n--)
			buf_puts(&b, fragments[rng_next_below(&rng,
			         sizeof fragments / sizeof fragments[0])]);
		whole = read_split(buf_view(&b), &xml_limits_default, buf_len(&b), 1);
		found = stanzas;
		bytes = read_split(buf_view(&b), &xml_limits_default, 1, 1);
		cut = read_split(buf_view(&b), &xml_limits_default,
		                 rng_next_below(&rng, (uint32_t)buf_len(&b)) + 1, 3);
		ck_assert_msg(strcmp(whole, bytes) == 0 && strcmp(whole, cut) == 0,
		              "%s\n%s\nnot\n%s\nor\n%s", buf_cstr(&b), bytes, whole,
		              cut);
		expected = stanzas_by_expat(buf_view(&b));
		ck_assert_msg(strstr(whole, "bad ") == NULL ? found == expected
		                                            : found <= expected,
		              "%s\n%zu stanzas, expat has %zu", buf_cstr(&b), found,
		              expected);
		free(whole);
		free(bytes);
		free(cut);
	}
	buf_free(&b);
}
END_TEST

UNIT("xml/reader", stanzas_and_space_and_end, header_is_told,
     prefixes_are_told, x1_x2_comments, x3_instructions, x4_x5_document_types,
     x6_x7_x8_references, x9_cdata, x10_not_well_formed, x11_namespaces,
     x12_x14_bytes, x13_encodings, in_front_of_the_header, x17_text_between,
     x19_normalised, what_stands_behind_an_element_is_left_unread,
     restart_forgets_the_old_stream, complete_is_delivered_at_once,
     any_bytes_are_read_alike)
