/* Patterns: what a unit has to be, what the match binds, and what is told of a difference. */
#include "scenario/payload_for_tests.h"

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

UNIT("pattern", what_is_named_must_be_there, values_have_patterns, absence_and_exclusion,
     namespaces, headers_and_ends, names_are_bound_by_a_match_only,
     the_first_difference_is_told, work_is_bounded)
