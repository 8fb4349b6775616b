/* Streams: header, stanzas, restart, end, in whatever pieces they come. */
#include "xml/reader_rig.h"

#include <expat.h>

#include "lib/rng.h"

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

UNIT("xml/reader", stanzas_and_space_and_end, header_is_told, prefixes_are_told,
     in_front_of_the_header, what_stands_behind_an_element_is_left_unread,
     restart_forgets_the_old_stream, complete_is_delivered_at_once, any_bytes_are_read_alike)
