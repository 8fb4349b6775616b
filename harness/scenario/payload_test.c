#include "scenario/payload.h"

#include <string.h>

#include "lib/mem.h"
#include "lib/unit.h"

static struct payload *make_at(enum payload_use use, const char *text, struct fault *f)
{
	struct payload_source s = { view_of(text), "x.scn", 10, 5, use, FORM_XML };

	return payload_new(&s, f);
}

static struct payload *make(enum payload_use use, const char *text)
{
	struct fault f = { 0 };
	struct payload *p = make_at(use, text, &f);

	ck_assert_msg(p != NULL, "%s: %s", text, f.text);
	return p;
}

static void refused(enum payload_use use, const char *text, unsigned line, unsigned column,
                    const char *words)
{
	struct fault f = { 0 };
	struct payload *p = make_at(use, text, &f);

	ck_assert_msg(p == NULL, "%s", text);
	ck_assert_msg(strstr(f.text, words) != NULL, "%s: %s", text, f.text);
	ck_assert_uint_eq(f.line, line);
	ck_assert_uint_eq(f.column, column);
	fault_free(&f);
}

/* Fills; the result is to be freed. */
static char *fill(enum payload_use use, const char *text, size_t to, struct bindings *b)
{
	struct payload *p = make(use, text);
	struct rng r = { 7 };
	struct buf out = { 0 };
	struct fault f = { 0 };

	ck_assert_msg(payload_fill(p, use == USE_RAW, to, b, &r, &out, &f), "%s", f.text);
	payload_free(&p);
	return buf_take(&out);
}

static void fills(enum payload_use use, const char *text, const char *wanted)
{
	struct bindings *b = bindings_new();
	char *got;

	bindings_set(b, VIEW("v"), VIEW("a<&'\">b"));
	bindings_set(b, VIEW("thief.stream-id"), VIEW("s1"));
	got = fill(use, text, 0, b);
	ck_assert_str_eq(got, wanted);
	free(got);
	bindings_free(&b);
}

static bool matches_in(const char *pattern, const char *xml, struct bindings *b,
                       struct mismatch *m)
{
	struct payload *p = make(USE_PATTERN, pattern);
	struct unit *u = unit_parse(view_of(xml));
	bool ok;

	ck_assert_msg(u != NULL, "%s", xml);
	ok = payload_matches(p, u, b, m);
	unit_free(&u);
	payload_free(&p);
	return ok;
}

static bool matches(const char *pattern, const char *xml)
{
	struct bindings *b = bindings_new();
	bool ok;

	bindings_set(b, VIEW("id"), VIEW("i+1"));
	ok = matches_in(pattern, xml, b, NULL);
	bindings_free(&b);
	return ok;
}

static void differs(const char *pattern, const char *xml, const char *where,
                    const char *expected, const char *got)
{
	struct bindings *b = bindings_new();
	struct mismatch m = { 0 };

	ck_assert(!matches_in(pattern, xml, b, &m));
	ck_assert_str_eq(m.where, where);
	ck_assert_str_eq(m.expected, expected);
	ck_assert_str_eq(m.got, got);
	mismatch_free(&m);
	bindings_free(&b);
}

/* --- bindings and fresh values --------------------------------------------- */

START_TEST(bindings_keep_and_replace)
{
	struct bindings *b = bindings_new(), *c;
	struct view v;

	ck_assert(!bindings_get(b, VIEW("a"), &v));
	bindings_set(b, VIEW("a"), VIEW("1"));
	bindings_set(b, VIEW("a"), (struct view){ "x\0y", 3 });
	c = bindings_copy(b);
	bindings_set(b, VIEW("a"), VIEW("2"));
	ck_assert(bindings_get(c, VIEW("a"), &v));
	ck_assert_uint_eq(v.n, 3);
	ck_assert(bindings_get(b, VIEW("a"), &v) && view_is(v, "2"));
	bindings_free(&b);
	bindings_free(&c);
	ck_assert_ptr_null(b);
}
END_TEST

START_TEST(fresh_values_follow_the_seed)
{
	static const char *const kinds[] = {
#define X(word, doc) #word,
#include "scenario/fresh.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct rng one = { 5 }, same = { 5 }, other = { 6 };
		struct buf a = { 0 }, b = { 0 }, c = { 0 };

		ck_assert(fresh_is_known(view_of(kinds[i])));
		fresh(&one, view_of(kinds[i]), &a);
		fresh(&same, view_of(kinds[i]), &b);
		fresh(&other, view_of(kinds[i]), &c);
		ck_assert(buf_len(&a) > 0);
		ck_assert_str_eq(buf_cstr(&a), buf_cstr(&b));
		ck_assert_str_ne(buf_cstr(&a), buf_cstr(&c));
		buf_free(&a);
		buf_free(&b);
		buf_free(&c);
	}
	ck_assert(!fresh_is_known(VIEW("keys")));
}
END_TEST

/* --- templates ----------------------------------------------------------------- */

START_TEST(templates_are_filled)
{
	fills(USE_TEMPLATE, "<a b='{$v}'>{$v}</a>",
	      "<a b='a&lt;&amp;&apos;&quot;&gt;b'>a&lt;&amp;&apos;&quot;&gt;b</a>");
	fills(USE_TEMPLATE, "<db:verify id='{$thief.stream-id}'/>", "<db:verify id='s1'/>");
	fills(USE_TEMPLATE, "<a>{{$v} {base64 peer.example}</a>",
	      "<a>{$v} cGVlci5leGFtcGxl</a>");
	fills(USE_TEMPLATE, "<a>{repeat 3 <b/>}</a>", "<a><b/><b/><b/></a>");
	fills(USE_TEMPLATE, "<a>{numbered 3 <b#/>}</a>", "<a><b1/><b2/><b3/></a>");
	fills(USE_RAW, "<a {numbered 2 c#='#' }/>", "<a c1='1' c2='2' />");
	fills(USE_RAW, "{repeat 2 a\\r\\n}{numbered 2 #\\x41\\n}", "a\r\na\r\n1A\n2A\n");
	fills(USE_TEMPLATE, "<?xml version='1.0'?>\n<stream:stream to='x'>",
	      "<?xml version='1.0'?><stream:stream to='x'>");
	fills(USE_TEMPLATE, "<a/></stream:stream>", "<a/></stream:stream>");
	fills(USE_TEMPLATE, "</stream:stream>", "</stream:stream>");
}
END_TEST

START_TEST(indentation_is_not_sent)
{
	fills(USE_TEMPLATE, "<a b='1'\n    c='x\n y'>\n  <b>t u\n v</b>\n  <c> </c>\n</a>\n",
	      "<a b='1' c='x\n y'><b>t u\n v</b><c> </c></a>");
	fills(USE_TEMPLATE, "<a>\n{$v}\n</a>", "<a>\na&lt;&amp;&apos;&quot;&gt;b\n</a>");
}
END_TEST

START_TEST(raw_bytes_are_exact)
{
	struct bindings *b = bindings_new();
	char *got;

	fills(USE_RAW, "<a \\x41\\r\\n\n\\t\\\\{$v}", "<a A\r\n\t\\a<&'\">b");
	got = fill(USE_RAW, "\\xff\\x00z", 0, b);
	ck_assert_mem_eq(got, "\xff\0z", 4);
	free(got);
	bindings_free(&b);
	refused(USE_RAW, "ab\\q", 10, 5, "escape");
	refused(USE_RAW, "ab\\x4", 10, 5, "escape");
	refused(USE_RAW, "ab{repeat 2 \\q}", 10, 7, "escape");
}
END_TEST

START_TEST(fresh_names_are_bound)
{
	struct bindings *b = bindings_new();
	struct view id;
	char *got = fill(USE_TEMPLATE, "<a id='{fresh id as $i}'><b>{$i}</b></a>", 0, b);
	struct buf wanted = { 0 };

	ck_assert(bindings_get(b, VIEW("i"), &id));
	buf_printf(&wanted, "<a id='%.*s'><b>%.*s</b></a>", VIEW_ARG(id), VIEW_ARG(id));
	ck_assert_str_eq(got, buf_cstr(&wanted));
	free(got);
	buf_free(&wanted);
	bindings_free(&b);
}
END_TEST

START_TEST(filler_makes_the_size)
{
	struct bindings *b = bindings_new();
	struct rng r = { 7 };
	struct buf out = { 0 };
	struct fault f = { 0 };
	struct payload *p;
	char *got = fill(USE_TEMPLATE, "<a>\n <b>{filler}</b></a>", 20, b);

	ck_assert_str_eq(got, "<a><b>xxxxxx</b></a>");
	free(got);
	p = make(USE_TEMPLATE, "<a>{filler}</a>");
	ck_assert(payload_fill(p, false, 7, b, &r, &out, &f));
	ck_assert_str_eq(buf_cstr(&out), "<a></a>");
	ck_assert(!payload_fill(p, false, 6, b, &r, &out, &f));
	ck_assert(!payload_fill(p, false, 0, b, &r, &out, &f));
	ck_assert_str_eq(buf_cstr(&out), "<a></a>");
	payload_free(&p);
	p = make(USE_TEMPLATE, "<a/>");
	ck_assert(!payload_fill(p, false, 6, b, &r, &out, &f));
	payload_free(&p);
	p = make(USE_TEMPLATE, "<a>{$nobody}</a>");
	ck_assert(!payload_fill(p, false, 0, b, &r, &out, &f));
	ck_assert_str_eq(f.text, "$nobody has no value yet");
	payload_free(&p);
	fault_free(&f);
	buf_free(&out);
	bindings_free(&b);
	refused(USE_TEMPLATE, "<a>{filler}{filler}</a>", 10, 16, "second");
}
END_TEST

START_TEST(wrong_payloads_are_refused)
{
	refused(USE_TEMPLATE, "<a>\n <b>{fresh ky}</b></a>", 11, 9, "did you mean \"key\"");
	refused(USE_TEMPLATE, "<a>{any}</a>", 10, 8, "{any} is nothing that can stand in a template");
	refused(USE_TEMPLATE, "<a>{$1 2}</a>", 10, 8, "no name");
	refused(USE_TEMPLATE, "<a>{fresh id as $a.b}</a>", 10, 8, "no name");
	refused(USE_TEMPLATE, "<a>{repeat x y}</a>", 10, 8, "needs a count");
	refused(USE_TEMPLATE, "<a>{repeat 1000000 yy}</a>", 10, 8, "needs a count");
	refused(USE_TEMPLATE, "<a>{numbered 3}</a>", 10, 8, "{numbered N TEXT} needs a count");
	refused(USE_TEMPLATE, "<a>{fresh id</a>", 10, 8, "no } ends");
	refused(USE_TEMPLATE, "<a><b></a>", 10, 5, "not well-formed");
	refused(USE_TEMPLATE, "<a>\n<x:b/></a>", 11, 5, "not well-formed");
	refused(USE_TEMPLATE, "<a><!-- c --></a>", 10, 5, "not well-formed");
	refused(USE_PATTERN, "<a b='{ayn}'/>", 10, 11, "did you mean \"any\"");
	refused(USE_PATTERN, "<a b='{}'/>", 10, 11, "empty");
	refused(USE_PATTERN, "<a b='{/(/}'/>", 10, 11, "no regular expression");
	refused(USE_PATTERN, "<a b='{only}'/>", 10, 11, "not in an attribute");
	refused(USE_PATTERN, "<a b='x{absent|y}'/>", 10, 12, "whole value");
	refused(USE_PATTERN, "<a>{absent|y}</a>", 10, 8, "only an attribute");
	refused(USE_PATTERN, "<a><{/b/}/></a>", 10, 9, "element's name");
	refused(USE_PATTERN, "<a/><b/>", 10, 5, "one element");
	refused(USE_PATTERN, "text<b/>", 10, 5, "text beside");
	refused(USE_PATTERN, "<a>{empty}<b/></a>", 10, 5, "has content");
	refused(USE_PATTERN, "<a>\n</b>", 11, 5, "not well-formed");
}
END_TEST

/* --- units ---------------------------------------------------------------------- */

START_TEST(units_are_strict_xml)
{
	struct unit *u = unit_parse(VIEW("<?xml version='1.0'?><stream:stream id='&lt;7'"
	                                 " xmlns:stream='http://etherx.jabber.org/streams'>"));

	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "stream");
	ck_assert_str_eq(unit_attribute(u, "id"), "<7");
	ck_assert_ptr_null(unit_attribute(u, "from"));
	unit_free(&u);
	u = unit_parse(VIEW(" </stream:stream > "));
	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "");
	unit_free(&u);
	ck_assert_ptr_null(u);
	ck_assert_ptr_null(unit_parse(VIEW("")));
	ck_assert_ptr_null(unit_parse(VIEW(" ")));
	ck_assert_ptr_null(unit_parse(VIEW("<a/><b/>")));
	ck_assert_ptr_null(unit_parse(VIEW("x<a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("<x:a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a><!-- c --></a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a><?pi?></a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a>&b;</a>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a/></w><w>")));
	ck_assert_ptr_null(unit_parse(VIEW("<stream:stream><a/>")));
	ck_assert_ptr_null(unit_parse(VIEW("</message>")));
	ck_assert_ptr_null(unit_parse(VIEW("<a>\xff</a>")));
	ck_assert_ptr_null(unit_parse((struct view){ "<a>\0</a>", 8 }));
}
END_TEST

START_TEST(units_are_bounded)
{
	struct buf deep = { 0 };

	for (int i = 0; i < 5000; i++)
		buf_puts(&deep, "<a>");
	for (int i = 0; i < 5000; i++)
		buf_puts(&deep, "</a>");
	ck_assert_ptr_null(unit_parse(buf_view(&deep)));
	buf_clear(&deep);
	buf_puts(&deep, "<a>");
	memset(buf_room(&deep, UNIT_MAX), 'x', UNIT_MAX);
	buf_grew(&deep, UNIT_MAX);
	buf_puts(&deep, "</a>");
	ck_assert_ptr_null(unit_parse(buf_view(&deep)));
	buf_free(&deep);
}
END_TEST

/* --- patterns ----------------------------------------------------------------------- */

START_TEST(what_is_named_must_be_there)
{
	ck_assert(matches("<message><body>hi</body></message>",
	                  "<message from='a'><x xmlns='y'/><body>hi</body></message>"));
	ck_assert(!matches("<message><body>hi</body></message>", "<message><body>hi </body></message>"));
	ck_assert(!matches("<message to='b'/>", "<message/>"));
	ck_assert(!matches("<message/>", "<presence/>"));
	ck_assert(matches("<message>\n  <body/>\n</message>", "<message><body>x</body></message>"));
	ck_assert(matches("<a><b>1</b><b>2</b></a>", "<a><b>2</b><b>1</b></a>"));
	ck_assert(!matches("<a><b/><b/></a>", "<a><b/></a>"));
	ck_assert(matches("<a><b/><b x='1'/></a>", "<a><b x='1'/><b/></a>"));
	ck_assert(matches("<message xml:lang='cs'/>", "<message xml:lang='cs'/>"));
	ck_assert(!matches("<message xml:lang='cs'/>", "<message lang='cs'/>"));
	ck_assert(matches("<message><body>a&lt;b</body></message>",
	                  "<message><body>a<![CDATA[<]]>b</body></message>"));
}
END_TEST

START_TEST(values_have_patterns)
{
	ck_assert(matches("<a b='{any}'/>", "<a b=''/>"));
	ck_assert(!matches("<a b='{any}'/>", "<a/>"));
	ck_assert(matches("<a b='{absent|normal}'/>", "<a/>"));
	ck_assert(matches("<a b='{absent|normal}'/>", "<a b='normal'/>"));
	ck_assert(!matches("<a b='{absent|normal}'/>", "<a b='chat'/>"));
	ck_assert(matches("<a b='{absent}'/>", "<a/>"));
	ck_assert(!matches("<a b='{absent}'/>", "<a b=''/>"));
	ck_assert(matches("<a b='{x|y.z}'/>", "<a b='y.z'/>"));
	ck_assert(!matches("<a b='{x|y.z}'/>", "<a b='yxz'/>"));
	ck_assert(matches("<a b='1 {200|202} {any}'/>", "<a b='1 202 OK'/>"));
	ck_assert(!matches("<a b='1 {200|202} {any}'/>", "<a b='1 404 OK'/>"));
	ck_assert(matches("<a b='{/^sally@s\\.example(\\/|$)/}'/>", "<a b='sally@s.example'/>"));
	ck_assert(!matches("<a b='{/sally/}'/>", "<a b='xsally'/>"));
	ck_assert(!matches("<a b='{/sal|ly/}'/>", "<a b='saly'/>"));
	ck_assert(matches("<a><b>{/[a-z]{3}/}</b></a>", "<a><b>abc</b></a>"));
	ck_assert(!matches("<a><b>{/[a-z]{3}/}</b></a>", "<a><b>abcd</b></a>"));
	ck_assert(matches("<a b='{not x|y}'/>", "<a b='z'/>"));
	ck_assert(!matches("<a b='{not x|y}'/>", "<a b='y'/>"));
	ck_assert(!matches("<a b='{not x|y}'/>", "<a/>"));
	ck_assert(matches("<a b='{$id}'/>", "<a b='i+1'/>"));
	ck_assert(!matches("<a b='{$id}'/>", "<a b='ii1'/>"));
	ck_assert(!matches("<a b='{not $id}'/>", "<a b='i+1'/>"));
	ck_assert(matches("<a b='{not $id}'/>", "<a b='i+2'/>"));
	ck_assert(!matches("<a b='{not $nobody}'/>", "<a b='i+2'/>"));
	ck_assert(!matches("<a b='{$nobody}'/>", "<a b=''/>"));
	ck_assert(matches("<a b='{{x}'/>", "<a b='{x}'/>"));
	ck_assert(matches("<a><{any} xmlns='n'/></a>", "<a><q xmlns='n'/></a>"));
	ck_assert(!matches("<a><{any} xmlns='n'/></a>", "<a><q xmlns='m'/></a>"));
	ck_assert(matches("<a><{b|c}>x</{b|c}></a>", "<a><c>x</c></a>"));
	ck_assert(!matches("<a><{b|c}/></a>", "<a><d/></a>"));
}
END_TEST

START_TEST(absence_and_exclusion)
{
	ck_assert(matches("<a>!<b/></a>", "<a><c/></a>"));
	ck_assert(!matches("<a>!<b/></a>", "<a><c/><b/></a>"));
	ck_assert(matches("<a>!<b x='1'/></a>", "<a><b x='2'/></a>"));
	ck_assert(matches("<a>{only}<b/></a>", "<a y='z'> <b/></a>"));
	ck_assert(!matches("<a>{only}<b/></a>", "<a><b/><c/></a>"));
	ck_assert(!matches("<a>{only}<b/></a>", "<a><b/><b/></a>"));
	ck_assert(!matches("<a>{only}<b/></a>", "<a>t<b/></a>"));
	ck_assert(matches("<a>{empty}</a>", "<a/>"));
	ck_assert(!matches("<a>{empty}</a>", "<a> </a>"));
	ck_assert(!matches("<a>{empty}</a>", "<a><b/></a>"));
	ck_assert(matches("<message><body>hi!</body></message>", "<message><body>hi!</body></message>"));
}
END_TEST

START_TEST(namespaces)
{
	/* first level: a stanza is one of the two; others any */
	ck_assert(matches("<message/>", "<message xmlns='jabber:client'/>"));
	ck_assert(matches("<message xmlns='jabber:server'/>", "<message xmlns='jabber:client'/>"));
	ck_assert(!matches("<message/>", "<message xmlns='other'/>"));
	ck_assert(matches("<starttls/>", "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
	ck_assert(!matches("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<starttls/>"));
	/* below: as the parent on the wire */
	ck_assert(matches("<message><body/></message>",
	                  "<message xmlns='jabber:client'><body/></message>"));
	ck_assert(!matches("<message><body/></message>", "<message><body xmlns='evil'/></message>"));
	ck_assert(matches("<starttls><required/></starttls>",
	                  "<starttls xmlns='t'><required/></starttls>"));
	ck_assert(!matches("<starttls><required/></starttls>",
	                   "<starttls xmlns='t'><required xmlns='u'/></starttls>"));
	/* below a prefixed one: any */
	ck_assert(matches("<stream:features><starttls/></stream:features>",
	                  "<stream:features><starttls xmlns='t'/></stream:features>"));
	ck_assert(matches("<db:result type='error'><error/></db:result>",
	                  "<db:result type='error'><error/></db:result>"));
	ck_assert(!matches("<db:result/>", "<result xmlns='other'/>"));
	ck_assert(matches("<db:result/>", "<result xmlns='jabber:server:dialback'/>"));
	ck_assert(matches("<a><b xmlns='x'><c/></b></a>", "<a><b xmlns='x'><c/></b></a>"));
	ck_assert(!matches("<a><b xmlns='x'><c/></b></a>", "<a><b xmlns='x'><c xmlns='y'/></b></a>"));
}
END_TEST

START_TEST(headers_and_ends)
{
	const char *header = "<?xml version='1.0'?><stream:stream xmlns='jabber:server' id='q' "
	                     "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

	ck_assert(matches("<stream:stream id='{any}' version='1.0'>", header));
	ck_assert(matches("<stream:stream id='{any}'/>", header));
	ck_assert(matches("<stream:stream xmlns='jabber:server'>", header));
	ck_assert(!matches("<stream:stream xmlns='jabber:client'>", header));
	ck_assert(!matches("<stream:stream xmlns:db='jabber:server:dialback'>", header));
	ck_assert(!matches("<stream:stream>", "</stream:stream>"));
	ck_assert(matches("</stream:stream>", "</stream:stream>"));
	ck_assert(!matches("</stream:stream>", header));
}
END_TEST

START_TEST(a_header_declares_for_what_follows)
{
	struct unit *header = unit_parse(VIEW("<stream:stream xmlns='jabber:client' xmlns:a='x&amp;y' "
	                                      "xmlns:stream='http://etherx.jabber.org/streams'>"));
	char *declared = unit_declares(header);
	struct unit *u = unit_parse_within(VIEW("<message><a:b/></message>"), declared);

	ck_assert_ptr_nonnull(strstr(declared, " xmlns:stream=\"http://etherx.jabber.org/streams\""));
	ck_assert_ptr_null(strstr(declared, "jabber:client"));
	ck_assert_ptr_nonnull(u);
	ck_assert_str_eq(unit_name(u), "message");
	unit_free(&u);
	ck_assert_ptr_null(unit_parse_within(VIEW("<message><c:b/></message>"), declared));
	/* nothing may close what holds it */
	ck_assert_ptr_null(unit_parse_within(VIEW("<a/></w><w><b/>"), declared));
	u = unit_parse(VIEW("<message/>"));
	ck_assert_ptr_null(unit_declares(u));
	unit_free(&u);
	unit_free(&header);
	free(declared);
}
END_TEST

START_TEST(names_are_bound_by_a_match_only)
{
	struct bindings *b = bindings_new();
	struct view v;

	ck_assert(!matches_in("<a b='{any as $x}' c='2'/>", "<a b='1' c='3'/>", b, NULL));
	ck_assert(!bindings_get(b, VIEW("x"), &v));
	ck_assert(matches_in("<a b='{any as $x}'><c>{$x}</c></a>", "<a b='1'><c>1</c></a>", b, NULL));
	ck_assert(bindings_get(b, VIEW("x"), &v) && view_is(v, "1"));
	ck_assert(matches_in("<a b='n={/(x)([0-9]+)/ as $y};{any as $z}'/>", "<a b='n=x42;q'/>", b, NULL));
	ck_assert(bindings_get(b, VIEW("y"), &v) && view_is(v, "x42"));
	ck_assert(bindings_get(b, VIEW("z"), &v) && view_is(v, "q"));
	/* the first <b> binds, does not lead on, and is taken back */
	ck_assert(matches_in("<a><b>{any as $w}</b><c>{$w}</c></a>",
	                     "<a><b>1</b><b>2</b><c>2</c></a>", b, NULL));
	ck_assert(bindings_get(b, VIEW("w"), &v) && view_is(v, "2"));
	bindings_free(&b);
}
END_TEST

START_TEST(the_first_difference_is_told)
{
	differs("<message from='a'/>", "<message from='b'/>", "message/@from", "a", "b");
	differs("<message from='a'/>", "<message/>", "message/@from", "a", "(absent)");
	differs("<message><body>x</body></message>", "<message><body>y</body></message>",
	        "message/body/text()", "x", "y");
	differs("<message><body/></message>", "<message/>", "message/body", "(present)", "(absent)");
	differs("<message>!<body/></message>", "<message><body/></message>", "message/body",
	        "(absent)", "(present)");
	differs("<message/>", "<presence/>", "presence", "<message", "<presence");
	differs("<message>{only}</message>", "<message><x/></message>", "message/x", "(absent)",
	        "(present)");
	differs("<message id='{$q}'/>", "<message id='1'/>", "message/@id",
	        "{$q}, which has no value", "1");
	differs("<starttls xmlns='t'/>", "<starttls xmlns='u'/>", "starttls/namespace", "t", "u");
}
END_TEST

START_TEST(work_is_bounded)
{
	struct buf xml = { 0 };

	/* every order would have to be tried before one can say no */
	buf_puts(&xml, "<a>");
	for (int i = 0; i < 2000; i++)
		buf_puts(&xml, "<b><c/></b>");
	buf_puts(&xml, "</a>");
	ck_assert(!matches("<a><b><c/></b><b><c/></b><b><c/></b><b><c/></b><d/></a>",
	                   buf_cstr(&xml)));
	buf_free(&xml);
}
END_TEST

static void put_name(void *arg, const struct payload_name *n)
{
	buf_printf(arg, "%s%.*s:%u:%u ", n->binds ? "+" : "", VIEW_ARG(n->name), n->line, n->column);
}

START_TEST(names_are_listed)
{
	struct payload *p = make(USE_TEMPLATE, "<a b='{fresh id as $i}'>\n{$t.stream-id}</a>");
	struct buf out = { 0 };

	payload_names(p, put_name, &out);
	ck_assert_str_eq(buf_cstr(&out), "+i:10:11 t.stream-id:11:5 ");
	payload_free(&p);
	buf_clear(&out);
	p = make(USE_PATTERN, "<a b='{not $x|y}' c='{any as $z}'/>");
	payload_names(p, put_name, &out);
	ck_assert_str_eq(buf_cstr(&out), "x:10:11 +z:10:26 ");
	payload_free(&p);
	buf_free(&out);
}
END_TEST

UNIT("payload", bindings_keep_and_replace, fresh_values_follow_the_seed, templates_are_filled,
     indentation_is_not_sent, raw_bytes_are_exact, fresh_names_are_bound, filler_makes_the_size,
     wrong_payloads_are_refused, units_are_strict_xml, units_are_bounded,
     what_is_named_must_be_there, values_have_patterns, absence_and_exclusion, namespaces,
     headers_and_ends, a_header_declares_for_what_follows,
     names_are_bound_by_a_match_only, the_first_difference_is_told,
     work_is_bounded, names_are_listed)
