/* The limits of the reader: each at N and N + 1, in pieces of several sizes,
 * and what they bound. */
#include "xml/reader.h"

#include <malloc.h>
#include <string.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "xml/restricted.h"

#define HEADER "<stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
#define MESSAGE "<message from='a@peer.example' to='b@iut.example'>"

/* A stanza of exactly `size` bytes; the caller frees it. */
static char *stanza_of(size_t size)
{
	struct buf b = { 0 };

	buf_puts(&b, HEADER MESSAGE "<body>");
	while (buf_len(&b) < size + strlen(HEADER) - strlen("</body></message>"))
		buf_putc(&b, 'x');
	buf_puts(&b, "</body></message>");
	return buf_take(&b);
}

/* How reading `text` ended: the cause, or CAUSE_NONE when nothing was wrong.
 * Read in pieces of `each` bytes. */
static enum cause outcome(struct view v, const struct xml_limits *limits,
                          size_t each, size_t *stanzas)
{
	struct xml_reader *r = xml_reader_new(limits);
	struct region *region = region_new();
	struct xml_event ev;
	enum cause cause = CAUSE_NONE;

	*stanzas = 0;
	for (size_t at = 0; at < v.n && cause == CAUSE_NONE; at += each) {
		xml_feed(r, (struct view){ v.p + at, v.n - at < each ? v.n - at : each });
		do {
			region_reset(region);
			xml_next(r, region, &ev);
			*stanzas += ev.kind == XML_ELEMENT;
			if (ev.kind == XML_BAD)
				cause = ev.cause;
		} while (ev.kind != XML_MORE && ev.kind != XML_BAD);
	}
	region_free(&region);
	xml_reader_free(&r);
	return cause;
}

static void limited(struct view v, enum cause expected, size_t expected_stanzas)
{
	static const size_t pieces[] = { 1, 7, 1000, 1 << 20 };

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		size_t stanzas;
		enum cause c = outcome(v, &xml_limits_default, pieces[i], &stanzas);

		ck_assert_str_eq(cause_label(c), cause_label(expected));
		ck_assert_uint_eq(stanzas, expected_stanzas);
	}
}

START_TEST(x15_size_of_a_stanza)
{
	static const struct { size_t size; bool read; } rows[] = {
		{ 10000, true }, { 64 * 1024 - 1, true }, { 64 * 1024, true },
		{ 64 * 1024 + 1, false }, { 64 * 1024 + 3000, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *text = stanza_of(rows[i].size);

		ck_assert_uint_eq(strlen(text), rows[i].size + strlen(HEADER));
		limited(view_of(text), rows[i].read ? CAUSE_NONE : CAUSE_STANZA_TOO_BIG,
		        rows[i].read);
		free(text);
	}
}
END_TEST

/* `before`, then `unit` over and over for `total` bytes, then `after`. */
static struct view long_text(struct buf *b, const char *before,
                             const char *unit, size_t total, const char *after)
{
	buf_clear(b);
	buf_puts(b, HEADER);
	buf_puts(b, before);
	for (size_t n = 0; n < total; n += strlen(unit))
		buf_puts(b, unit);
	buf_puts(b, after);
	return buf_view(b);
}

START_TEST(x15_without_end)
{
	struct buf b = { 0 };

	limited(long_text(&b, "<a b='", "x", 1 << 20, ""), CAUSE_TAG_TOO_BIG, 0);
	limited(long_text(&b, "<a ", " ", 1 << 20, ""), CAUSE_TAG_TOO_BIG, 0);
	limited(long_text(&b, "<a", "a", 1 << 20, ""), CAUSE_TAG_TOO_BIG, 0);
	limited(long_text(&b, "</", "a", 1 << 20, ""), CAUSE_TAG_TOO_BIG, 0);
	limited(long_text(&b, "<a>&", "a", 1 << 20, ""), CAUSE_TAG_TOO_BIG, 0);
	limited(long_text(&b, "<!--", "-x", 1 << 20, ""), CAUSE_RESTRICTED_XML, 0);
	limited(long_text(&b, "<?a ", "a", 1 << 20, ""), CAUSE_RESTRICTED_XML, 0);
	limited(long_text(&b, "<a>", "x", 1 << 20, ""), CAUSE_STANZA_TOO_BIG, 0);
	limited(long_text(&b, "<a>", "]", 1 << 20, ""), CAUSE_STANZA_TOO_BIG, 0);
	limited(long_text(&b, "<a>", "\n", 1 << 20, ""), CAUSE_STANZA_TOO_BIG, 0);
	limited(long_text(&b, "<a>", "&lt;", 1 << 20, ""), CAUSE_STANZA_TOO_BIG, 0);
	limited(long_text(&b, "<a><![CDATA[", "]", 1 << 20, ""),
	        CAUSE_STANZA_TOO_BIG, 0);
	limited(long_text(&b, "", " ", 1 << 20, ""), CAUSE_NONE, 0);
	limited(long_text(&b, "", "]", 1 << 20, ""), CAUSE_TEXT_BETWEEN, 0);
	limited(long_text(&b, "", "<a/>", 1 << 20, ""), CAUSE_NONE, 1 << 18);
	buf_free(&b);
}
END_TEST

START_TEST(x15_tag)
{
	struct buf b = { 0 };
	size_t tag = xml_limits_default.tag, rest = strlen("<a b=''/>");

	limited(long_text(&b, "<a b='", "x", tag - rest, "'/>"), CAUSE_NONE, 1);
	limited(long_text(&b, "<a b='", "x", tag - rest + 1, "'/>"),
	        CAUSE_TAG_TOO_BIG, 0);
	/* The header is a tag: nothing of it may be larger either. */
	buf_clear(&b);
	buf_puts(&b, "<stream:stream xmlns:stream='" NS_STREAM "' x='");
	while (buf_len(&b) < tag - 2)
		buf_putc(&b, 'x');
	buf_puts(&b, "'>");
	limited(buf_view(&b), CAUSE_NONE, 0);
	buf_cut(&b, tag - 2);
	buf_puts(&b, "x'>");
	limited(buf_view(&b), CAUSE_TAG_TOO_BIG, 0);
	buf_free(&b);
}
END_TEST

/* What is forbidden anyway is told as that, however long, whether its end came
 * in the same read or not. */
START_TEST(x15_long_and_forbidden)
{
	static const char *const begins[] = { "<?pi ", "<!--" };
	static const char *const ends[] = { "?>", "-->" };
	struct buf b = { 0 };

	for (size_t k = 0; k < 2; k++)
		for (size_t n = 8180; n < 8210; n++) {
			buf_clear(&b);
			buf_puts(&b, HEADER);
			buf_puts(&b, begins[k]);
			for (size_t i = 0; i < n; i++)
				buf_putc(&b, 'x');
			buf_puts(&b, ends[k]);
			limited(buf_view(&b), CAUSE_RESTRICTED_XML, 0);
		}
	buf_free(&b);
}
END_TEST

START_TEST(x15_depth_and_counts)
{
	const struct xml_limits *l = &xml_limits_default;
	struct buf b = { 0 };

	for (size_t over = 0; over < 2; over++) {
		size_t n;

		buf_clear(&b);
		buf_puts(&b, HEADER);
		for (n = 0; n < l->depth + over; n++)
			buf_puts(&b, "<a>");
		for (n = 0; n < l->depth + over; n++)
			buf_puts(&b, "</a>");
		limited(buf_view(&b), over ? CAUSE_TOO_DEEP : CAUSE_NONE, !over);

		buf_clear(&b);
		buf_puts(&b, HEADER "<a");
		for (n = 0; n < l->attributes + over; n++)
			buf_printf(&b, " a%zu=''", n);
		buf_puts(&b, "/>");
		limited(buf_view(&b), over ? CAUSE_TOO_MANY_ATTRIBUTES : CAUSE_NONE,
		        !over);

		buf_clear(&b);
		buf_puts(&b, HEADER "<a>");
		for (n = 0; n < l->namespaces + over; n++)
			buf_printf(&b, "<n%zu:b xmlns:n%zu='u'/>", n, n);
		buf_puts(&b, "</a><b xmlns='u'/>");
		limited(buf_view(&b), over ? CAUSE_TOO_MANY_NAMESPACES : CAUSE_NONE,
		        over ? 0 : 2);

		buf_clear(&b);
		buf_puts(&b, "<s:s");
		for (n = 0; n + 1 < l->namespaces + over; n++)
			buf_printf(&b, " xmlns:n%zu='u'", n);
		buf_puts(&b, " xmlns:s='u'>");
		limited(buf_view(&b), over ? CAUSE_TOO_MANY_NAMESPACES : CAUSE_NONE, 0);

		/* The element itself, then elements and texts by turns. */
		buf_clear(&b);
		buf_puts(&b, HEADER "<a>");
		for (n = 1; n < l->nodes + over; n++)
			buf_puts(&b, n % 2 != 0 ? "<b/>" : "t");
		buf_puts(&b, "</a>");
		limited(buf_view(&b), over ? CAUSE_TOO_MANY_NODES : CAUSE_NONE, !over);

		buf_clear(&b);
		buf_puts(&b, HEADER "<a xmlns='");
		for (n = 0; n < XML_NAMESPACE_MAX + over; n++)
			buf_putc(&b, 'u');
		buf_puts(&b, "'/>");
		limited(buf_view(&b), over ? CAUSE_TOO_MANY_NAMESPACES : CAUSE_NONE,
		        !over);
	}
	limited(long_text(&b, "", "<a>", 300000, ""), CAUSE_TOO_DEEP, 0);
	buf_free(&b);
}
END_TEST

/* X20: a namespace that each of many elements takes up again must not make
 * the copy that is passed on much larger than what was received. */
START_TEST(x20_namespaces_do_not_multiply)
{
	struct buf b = { 0 };
	size_t n;

	buf_puts(&b, HEADER "<m xmlns:a='");
	for (n = 0; n < 500; n++)
		buf_putc(&b, 'u');
	buf_puts(&b, "'>");
	for (n = 0; n < 131; n++)
		buf_puts(&b, "<a:b/>");
	buf_puts(&b, "</m>");
	limited(buf_view(&b), CAUSE_NONE, 1);
	buf_cut(&b, buf_len(&b) - 4);
	buf_puts(&b, "<a:b/></m>");
	limited(buf_view(&b), CAUSE_TOO_MANY_NAMESPACES, 0);
	buf_free(&b);
}
END_TEST

START_TEST(small_stanza_limit_holds_in_the_first_tag)
{
	struct xml_limits l = xml_limits_default;
	char *text = stanza_of(200);
	size_t n;

	l.stanza = 20;
	ck_assert_int_eq(outcome(view_of(text), &l, 1, &n), CAUSE_STANZA_TOO_BIG);
	ck_assert_int_eq(outcome(view_of(text), &l, 1000, &n), CAUSE_STANZA_TOO_BIG);
	ck_assert_int_eq(outcome(VIEW(HEADER "<a b='123456789012'/>"), &l, 9, &n),
	                 CAUSE_STANZA_TOO_BIG);
	ck_assert_int_eq(outcome(VIEW(HEADER "<a b='12345678901'/>"), &l, 9, &n),
	                 CAUSE_NONE);
	ck_assert_uint_eq(n, 1);
	free(text);
}
END_TEST

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Quadratic parsing of a tag of 64 KiB took a second; the bound leaves room
 * for sanitisers. */
START_TEST(small_pieces_are_cheap)
{
	struct xml_limits wide = xml_limits_default;
	struct buf b = { 0 };
	double start;
	size_t n;

	wide.stanza = wide.tag = 2 << 20;
	long_text(&b, "<a b='", "x", 1 << 20, "'/>");
	start = cpu_seconds();
	ck_assert_int_eq(outcome(buf_view(&b), &wide, 1, &n), CAUSE_NONE);
	ck_assert_uint_eq(n, 1);
	long_text(&b, "<a>", "x", 1 << 20, "</a>");
	ck_assert_int_eq(outcome(buf_view(&b), &wide, 1, &n), CAUSE_NONE);
	ck_assert_uint_eq(n, 1);
	ck_assert_double_lt(cpu_seconds() - start, 3.0);
	buf_free(&b);
}
END_TEST

/* What a reader with an open stream, and nothing under way, costs. */
START_TEST(idle_is_small)
{
	struct region *region = region_new();
	struct xml_reader *r[100];
	char *big = stanza_of(60000);
	struct xml_event ev;
	size_t before, after;

	before = mallinfo2().uordblks;	/* 0 throughout under a sanitiser */
	for (size_t i = 0; i < 100; i++) {
		r[i] = xml_reader_new(&xml_limits_default);
		xml_feed(r[i], view_of(big));
		do {
			region_reset(region);
			xml_next(r[i], region, &ev);
		} while (ev.kind != XML_MORE);
	}
	region_reset(region);
	after = mallinfo2().uordblks;
	ck_assert_uint_lt((after - before) / 100, 14 * 1024);
	for (size_t i = 0; i < 100; i++)
		xml_reader_free(&r[i]);
	free(big);
	region_free(&region);
}
END_TEST

/* Reads it all, and counts; the last event that is no XML_MORE. */
static enum xml_event_kind read_on(struct xml_reader *r, struct view v, size_t *stanzas)
{
	struct region *region = region_new();
	enum xml_event_kind last = XML_MORE;
	struct xml_event ev;

	xml_feed(r, v);
	do {
		region_reset(region);
		xml_next(r, region, &ev);
		*stanzas += ev.kind == XML_ELEMENT;
		if (ev.kind != XML_MORE)
			last = ev.kind;
	} while (ev.kind != XML_MORE && ev.kind != XML_BAD && ev.kind != XML_END);
	region_free(&region);
	return last;
}

/* Attack: names that expat has never seen, without end; it keeps them all. */
START_TEST(names_are_forgotten)
{
	struct xml_reader *r = xml_reader_new(&xml_limits_default);
	struct buf b = { 0 };
	size_t before, stanzas = 0;

	read_on(r, VIEW(HEADER), &stanzas);
	before = mallinfo2().uordblks;	/* 0 throughout under a sanitiser */
	for (unsigned i = 0; i < 400; i++) {
		buf_clear(&b);
		buf_printf(&b, MESSAGE "<p%x:x xmlns:p%x='urn:%x'/>", i, i, i);
		for (unsigned j = 0; j < 400; j++)
			buf_printf(&b, "<e%x-%x a%x-%x=''/>", i, j, i, j);
		buf_puts(&b, "</message>");
		ck_assert_int_eq(read_on(r, buf_view(&b), &stanzas), XML_ELEMENT);
	}
	ck_assert_uint_eq(stanzas, 400);
	ck_assert_uint_lt(mallinfo2().uordblks - before, 512 * 1024);
	xml_reader_free(&r);
	buf_free(&b);
}
END_TEST

START_TEST(a_parser_is_worn_behind_its_bytes)
{
	ck_assert(!xml_parser_is_worn(XML_PARSER_BYTES - 1));
	ck_assert(!xml_parser_is_worn(XML_PARSER_BYTES));
	ck_assert(xml_parser_is_worn(XML_PARSER_BYTES + 1));
}
END_TEST

/* The one that takes the place of a parser knows what the header has declared, where
 * the stream ends, and what is forbidden. */
START_TEST(another_parser_reads_on)
{
	static const struct {
		const char *text;
		enum xml_event_kind kind;
	} rows[] = {
		{ "</stream:stream>", XML_END },
		{ "</stream>", XML_BAD },
		{ "<?xml version='1.0'?>", XML_BAD },
		{ "<!-- -->", XML_BAD },
		{ "<u:x/>", XML_BAD },
		{ "<stream:error/>", XML_ELEMENT },
		{ "<h:x/>", XML_ELEMENT },
		{ " ", XML_SPACE },
		{ "text", XML_BAD },
	};
	char *big = stanza_of(60000);
	struct region *region = region_new();
	struct xml_event ev;
	size_t stanzas;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct xml_reader *r = xml_reader_new(&xml_limits_default);

		stanzas = 0;
		read_on(r,
		        VIEW("<?xml version='1.0'?><stream:stream xmlns='jabber:server' "
		             "xmlns:stream='http://etherx.jabber.org/streams' xmlns:h='urn:h' "
		             "version='1.0'>"),
		        &stanzas);
		for (unsigned j = 0; j < 3; j++)
			read_on(r, view_of(big + strlen(HEADER)), &stanzas);
		ck_assert_uint_eq(stanzas, 3);
		ck_assert_int_eq(read_on(r, view_of(rows[i].text), &stanzas), rows[i].kind);
		/* In a second stream on it nothing of the first is left. */
		xml_reader_restart(r);
		xml_feed(r, VIEW("<stream:stream xmlns='jabber:client' "
		                 "xmlns:stream='http://etherx.jabber.org/streams'><a/>"));
		xml_next(r, region, &ev);
		ck_assert_int_eq(ev.kind, XML_HEADER);
		xml_next(r, region, &ev);
		ck_assert_int_eq(ev.kind, XML_ELEMENT);
		ck_assert(element_is(ev.element, "jabber:client", "a"));
		xml_reader_free(&r);
	}
	region_free(&region);
	free(big);
}
END_TEST

UNIT("xml/limits", x15_size_of_a_stanza, x15_without_end, x15_tag,
     x15_long_and_forbidden, x15_depth_and_counts, x20_namespaces_do_not_multiply,
     small_stanza_limit_holds_in_the_first_tag, small_pieces_are_cheap,
     idle_is_small, names_are_forgotten, a_parser_is_worn_behind_its_bytes,
     another_parser_reads_on)
