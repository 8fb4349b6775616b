#include "xml/writer.h"

#include <string.h>

#include "lib/rng.h"
#include "lib/unit_region.h"
#include "xml/reader.h"

static const struct xml_scope server = { .default_ns = { "jabber:server", 13 } };
static const struct xml_scope full = {
	.default_ns = { "jabber:server", 13 },
	.stream_prefix = true,
	.db_prefix = true,
};

static void writes(const struct element *e, const struct xml_scope *scope,
                   const char *expected)
{
	struct buf out = { 0 };

	xml_write(&out, e, scope);
	ck_assert_str_eq(buf_cstr(&out), expected);
	buf_free(&out);
}

TEST(elements_by_namespace)
	struct element *e = element_new(region, NS_SERVER, "message"), *x, *y;

	writes(e, &server, "<message/>");
	x = element_add(region, e, "urn:x", "x");
	element_add(region, x, "urn:x", "y");
	element_add(region, x, "", "none");
	element_add(region, x, NS_SERVER, "z");
	element_add(region, e, NS_SERVER, "body");
	writes(e, &server, "<message><x xmlns='urn:x'><y/><none xmlns=''/>"
	       "<z xmlns='jabber:server'/></x><body/></message>");
	y = element_new(region, NS_CLIENT, "message");
	writes(y, &server, "<message xmlns='jabber:client'/>");
	writes(element_new(region, "", "x"), &server, "<x xmlns=''/>");
	writes(element_new(region, NS_XML, "x"), &server, "<xml:x/>");
	writes(element_new(region, "a'b&<", "x"), &server,
	       "<x xmlns='a&apos;b&amp;&lt;'/>");
END

TEST(prefixes_of_the_stream)
	struct element *e = element_new(region, NS_STREAM, "error"), *db;

	element_add(region, e, NS_STREAM_ERROR, "conflict");
	writes(e, &full, "<stream:error><conflict xmlns="
	       "'urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
	writes(e, &server, "<error xmlns='http://etherx.jabber.org/streams'>"
	       "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>");
	db = element_new(region, NS_DIALBACK, "result");
	element_set(region, db, "from", VIEW("a"));
	element_add_text(region, db, VIEW("key"));
	writes(db, &full, "<db:result from='a'>key</db:result>");
	writes(db, &server,
	       "<result xmlns='jabber:server:dialback' from='a'>key</result>");
END

TEST(values_of_attributes)
	struct element *e = element_new(region, NS_SERVER, "x");

	element_set(region, e, "a", VIEW("<>&'\"\t\n\r \xc3\xa9"));
	element_set_ns(region, e, NS_XML, "lang", VIEW("de"));
	element_set_ns(region, e, "urn:1", "a", VIEW("1"));
	element_set_ns(region, e, "urn:2", "a", VIEW("2"));
	element_set_ns(region, e, "urn:1", "b", VIEW("3"));
	element_set_ns(region, e, NS_SERVER, "c", VIEW("4"));
	writes(e, &server,
	       "<x a='&lt;&gt;&amp;&apos;&quot;&#9;&#10;&#13; \xc3\xa9' xml:lang='de'"
	       " xmlns:n1='urn:1' n1:a='1' xmlns:n2='urn:2' n2:a='2' n1:b='3'"
	       " xmlns:n4='jabber:server' n4:c='4'/>");
END

TEST(text_between_tags)
	struct element *e = element_new(region, NS_SERVER, "x");

	element_add_text(region, e, VIEW("<b>&'\"\t\n\r]]>\xf0\x9f\x98\x80"));
	writes(e, &server, "<x>&lt;b&gt;&amp;'\"\t\n&#13;]]&gt;\xf0\x9f\x98\x80</x>");
END

/* Text of our own making may hold what XML cannot. */
TEST(what_xml_cannot_carry)
	struct buf out = { 0 };

	xml_escape(&out, (struct view){ "a\0\x01\x1f\x7f\xff\xc0\xaf\xe2\x82", 10 });
	ck_assert_str_eq(buf_cstr(&out), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\x7f"
	                 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	buf_clear(&out);
	xml_escape(&out, VIEW("\xed\xa0\x80\xef\xbf\xbe\xef\xbb\xbf"));
	ck_assert(view_ends(buf_view(&out), VIEW("\xef\xbf\xbd\xef\xbb\xbf")));
	ck_assert_uint_eq(buf_len(&out), 6 * 3 + 3);
	buf_clear(&out);
	xml_escape(&out, (struct view){ NULL, 0 });
	ck_assert_uint_eq(buf_len(&out), 0);
	xml_escape(&out, VIEW("<'\">&"));
	ck_assert_str_eq(buf_cstr(&out), "&lt;&apos;&quot;&gt;&amp;");
	buf_free(&out);
END

static const struct xml_limits wide = {
	.stanza = 1 << 20, .tag = 1 << 20, .depth = 200, .attributes = 1000,
	.namespaces = 1000, .nodes = 100000,
};

#define ROOT "<stream:stream xmlns='jabber:server' xmlns:stream='" NS_STREAM \
	"' xmlns:db='jabber:server:dialback'>"

/* The first element of an open stream whose bytes are `xml`. */
static struct element *read_back(const char *root, struct view xml)
{
	struct xml_reader *r = xml_reader_new(&wide);
	struct xml_event ev;
	struct element *e;

	xml_feed(r, view_of(root));
	xml_feed(r, xml);
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	xml_next(r, region, &ev);
	ck_assert_msg(ev.kind == XML_ELEMENT, "%s: %.*s", ev.detail, VIEW_ARG(xml));
	e = ev.element;
	xml_next(r, region, &ev);
	ck_assert_int_eq(ev.kind, XML_MORE);
	ck_assert_uint_eq(xml_unread(r), 0);
	xml_reader_free(&r);
	return e;
}

static void survives(const struct element *e)
{
	static const char plain[] = "<s:s xmlns='jabber:server' xmlns:s='u'>";
	struct buf out = { 0 }, again = { 0 };
	struct element *back;

	xml_write(&out, e, &full);
	back = read_back(ROOT, buf_view(&out));
	ck_assert_msg(element_equal(e, back), "%s", buf_cstr(&out));
	xml_write(&again, back, &full);
	ck_assert_str_eq(buf_cstr(&out), buf_cstr(&again));
	buf_clear(&out);
	xml_write(&out, e, &server);
	ck_assert_msg(element_equal(e, read_back(plain, buf_view(&out))), "%s",
	              buf_cstr(&out));
	buf_free(&out);
	buf_free(&again);
}

static const char *const namespaces[] = {
	"", NS_SERVER, NS_CLIENT, NS_STREAM, NS_DIALBACK, NS_XML, "urn:x",
	"urn:'\"<>&", "n0",
};
static const char *const names[] = { "a", "b", "xml", "n1", "\xc3\xa9", "_" };
static const char *const texts[] = {
	"", " ", "x", "<", ">", "&", "'", "\"", "\t", "\n", "\r", "\r\n", "]]>",
	"]", "]]", "<!--", "<![CDATA[", "&amp;", "\xe2\x82\xac",
	"\xf0\x9f\x98\x80", "\xef\xbb\xbf", "\x7f", "<?xml?>",
};

#define PICK(rng, list) \
	(list)[rng_next_below(rng, sizeof(list) / sizeof(list)[0])]

static struct view any_text(struct rng *rng)
{
	struct buf b = { 0 };
	struct view v;

	for (uint32_t n = 1 + rng_next_below(rng, 4); n != 0; n--)
		buf_puts(&b, PICK(rng, texts));
	v = region_copy(region, buf_view(&b));
	buf_free(&b);
	return v;
}

static struct element *any_element(struct rng *rng, unsigned depth)
{
	struct element *e = element_new(region, PICK(rng, namespaces),
	                                PICK(rng, names));
	bool text = false;

	for (uint32_t n = rng_next_below(rng, 5); n != 0; n--)
		element_set_ns(region, e, PICK(rng, namespaces), PICK(rng, names),
		               any_text(rng));
	for (uint32_t n = rng_next_below(rng, 4); depth != 0 && n != 0; n--) {
		struct view v = any_text(rng);

		/* Texts side by side, and empty ones, would not come back. */
		if (!text && v.n != 0 && rng_next_below(rng, 2) != 0) {
			element_add_text(region, e, v);
			text = true;
		} else {
			element_append(region, e, any_element(rng, depth - 1));
			text = false;
		}
	}
	return e;
}

TEST(what_is_written_reads_back)
	struct rng rng;

	rng_seed(&rng, 7622);
	for (int i = 0; i < 3000; i++) {
		region_reset(region);
		survives(any_element(&rng, 4));
	}
END

/* Bytes of others: what is read, written and read again is the same. */
TEST(what_is_read_survives)
	static const char *const stanzas[] = {
		"<message a='1\t2\n3&#9;&#10;&#13;&#x20;&apos;&quot;' b=\"'\"/>",
		"<p:m xmlns:p='jabber:server' p:a='1' a='2' xml:lang='de'><p:b/></p:m>",
		"<m xmlns:a='u' xmlns:b='v'><a:x b:y='1'><b:z a:k='2' k='3'/></a:x></m>",
		"<m xmlns=''><n xmlns='jabber:server'><o xmlns=''/></n></m>",
		"<stream:features><x xmlns:stream='v'><stream:y/></x></stream:features>",
		"<db:result to='a'>0123</db:result>",
		"<m><![CDATA[<b>&]]>&#13;\r\n\r</m>",
		"<xml:m xml:space='preserve' xmlns:n0='n1' n0:n0='n0'/>",
	};

	for (size_t i = 0; i < sizeof stanzas / sizeof stanzas[0]; i++)
		survives(read_back(ROOT, view_of(stanzas[i])));
END

UNIT("xml/writer", elements_by_namespace, prefixes_of_the_stream,
     values_of_attributes, text_between_tags, what_xml_cannot_carry,
     what_is_written_reads_back, what_is_read_survives)
