/* Templates and raw bytes as they are filled, what is refused of every payload, and its names. */
#include "scenario/payload_for_tests.h"

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

UNIT("payload", templates_are_filled, indentation_is_not_sent, raw_bytes_are_exact,
     fresh_names_are_bound, filler_makes_the_size, wrong_payloads_are_refused,
     names_are_listed)
