#include "xmpp/header.h"

#include <stdio.h>

#include "lib/unit.h"

static struct version version_of(const char *text)
{
	struct version v = { 77, 77 };

	ck_assert(version_read(view_of(text), &v));
	return v;
}

static void lower_is(const char *a, const char *b, uint32_t major, uint32_t minor)
{
	struct version v = version_lower(version_of(a), version_of(b));

	ck_assert_uint_eq(v.major, major);
	ck_assert_uint_eq(v.minor, minor);
	v = version_lower(version_of(b), version_of(a));
	ck_assert_uint_eq(v.major, major);
	ck_assert_uint_eq(v.minor, minor);
}

/* R6120-4.7.5-2 and -3 */
START_TEST(versions_are_compared_as_numbers)
{
	lower_is("1.0", "1.0", 1, 0);
	lower_is("1.0", "1.10", 1, 0);
	lower_is("1.9", "1.10", 1, 9);
	lower_is("2.13", "12.3", 2, 13);
	lower_is("01.00", "1.1", 1, 0);
	lower_is("0.9", "1.0", 0, 9);
	lower_is("4294967296.0", "4294967295.0", 429496729, 0);
	ck_assert_uint_gt(version_of("99999999999999999999999.0").major, 1);
	ck_assert_uint_eq(version_of("4294967295.1").major, UINT32_MAX);
}
END_TEST

START_TEST(other_texts_are_no_version)
{
	static const char *const bad[] = { "",     ".",     "1",   "1.",   ".1",
		                           "1.0.", "1.0.0", "1,0", "-1.0", "+1.0",
		                           " 1.0", "1.0 ",  "one", "1.x",  "0x1.0" };
	struct version v = { 77, 77 };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert(!version_read(view_of(bad[i]), &v));
	ck_assert_uint_eq(v.major, 77);
}
END_TEST

START_TEST(streams_go_on_in_our_major_version_only)
{
	ck_assert(header_version_ok((struct version){ 1, 0 }));
	ck_assert(header_version_ok((struct version){ 1, 7 }));
	ck_assert(!header_version_ok((struct version){ 0, 9 }));
	ck_assert(!header_version_ok((struct version){ 2, 0 }));
}
END_TEST

static enum cause read_text(const char *text, struct header *h, const char **detail,
                            struct region *r)
{
	struct xml_reader *reader = xml_reader_new(&xml_limits_default);
	struct xml_event ev;
	enum cause cause;

	xml_feed(reader, view_of(text));
	xml_next(reader, r, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	cause = header_read(&ev, h, detail);
	xml_reader_free(&reader);
	return cause;
}

static void refused_as(const char *text, enum cause expected)
{
	struct region *r = region_new();
	struct header h;
	const char *detail;

	ck_assert_int_eq(read_text(text, &h, &detail, r), expected);
	ck_assert((detail == NULL) == (expected == CAUSE_NONE));
	region_free(&r);
}

#define S  " xmlns:stream='http://etherx.jabber.org/streams'"
#define C  " xmlns='jabber:server'"
#define DB " xmlns:db='jabber:server:dialback'"

START_TEST(namespaces_are_judged)
{
	refused_as("<stream:stream" S C DB ">", CAUSE_NONE);
	refused_as("<stream:stream" S C " version='1.0'>", CAUSE_NONE);
	/* R6120-4.8.2-2: no content namespace is declared at all. */
	refused_as("<stream:stream" S ">", CAUSE_NONE);
	refused_as("<stream:stream" S " xmlns=''>", CAUSE_NONE);
	refused_as("<stream xmlns='http://etherx.jabber.org/streams'" DB ">", CAUSE_NONE);
	refused_as("<stream xmlns='http://etherx.jabber.org/streams'" S ">", CAUSE_NONE);
	refused_as("<stream:stream" S C " xmlns:d='jabber:server:dialback'>", CAUSE_NONE);
	/* R6120-4.8.1-1 */
	refused_as("<stream:stream xmlns:stream='http://wrong.example/'" C ">",
	           CAUSE_BAD_NAMESPACE);
	refused_as("<stream" C ">", CAUSE_BAD_NAMESPACE);
	refused_as("<stream>", CAUSE_BAD_NAMESPACE);
	refused_as("<stream:flood" S C ">", CAUSE_BAD_NAMESPACE);
	/* R6120-4.8.3-4 */
	refused_as("<stream:stream" S " xmlns='jabber:client'>", CAUSE_BAD_NAMESPACE);
	refused_as("<stream:stream" S C " xmlns:c='jabber:client'>", CAUSE_BAD_NAMESPACE);
	/* R6120-4.8.5-1, -3 and -5 */
	refused_as("<s:stream xmlns:s='http://etherx.jabber.org/streams'" C ">",
	           CAUSE_BAD_PREFIX);
	refused_as("<stream:stream" S C " xmlns:s='http://etherx.jabber.org/streams'>",
	           CAUSE_BAD_PREFIX);
	refused_as("<stream:stream" S " xmlns:s='jabber:server'>", CAUSE_BAD_PREFIX);
	refused_as("<stream:stream" S C " xmlns:caps='http://jabber.org/protocol/caps'>",
	           CAUSE_BAD_NAMESPACE);
	refused_as("<stream:stream" S C " version='1'>", CAUSE_STREAM_VERSION);
	refused_as("<stream:stream" S C " version=''>", CAUSE_STREAM_VERSION);
}
END_TEST

START_TEST(attributes_are_read_also_of_a_bad_header)
{
	struct region *r = region_new();
	struct header h;
	const char *detail;

	ck_assert_int_eq(read_text("<stream:stream xmlns:stream='urn:x' from='a' to='b' id='c' "
	                           "xml:lang='de' version='1.2'>",
	                           &h, &detail, r),
	                 CAUSE_BAD_NAMESPACE);
	ck_assert(view_is(h.from, "a") && view_is(h.to, "b") && view_is(h.id, "c"));
	ck_assert(view_is(h.lang, "de") && h.has_version && !h.dialback);
	ck_assert_uint_eq(h.version.minor, 2);
	ck_assert_int_eq(read_text("<stream:stream" S C DB " from=''>", &h, &detail, r),
	                 CAUSE_NONE);
	ck_assert(h.from.p != NULL && h.from.n == 0);
	ck_assert_ptr_null(h.to.p);
	ck_assert_ptr_null(h.id.p);
	ck_assert_ptr_null(h.lang.p);
	ck_assert(!h.has_version && h.dialback);
	region_free(&r);
}
END_TEST

START_TEST(a_language_longer_than_any_is_none)
{
	struct region *r = region_new();
	struct header h;
	const char *detail;
	char text[256];

	for (int n = HEADER_LANG_MAX - 1; n <= HEADER_LANG_MAX + 1; n++) {
		snprintf(text, sizeof text, "<stream:stream" S C " xml:lang='%0*d'>", n, 7);
		ck_assert_int_eq(read_text(text, &h, &detail, r), CAUSE_NONE);
		ck_assert_uint_eq(h.lang.n, n <= HEADER_LANG_MAX ? (size_t)n : 0);
	}
	region_free(&r);
}
END_TEST

START_TEST(header_is_written_with_what_it_has)
{
	struct buf out = { 0 };
	struct header h = { 0 };

	header_write(&out, &h);
	ck_assert_str_eq(buf_cstr(&out), "<?xml version='1.0'?><stream:stream" C S ">");
	buf_clear(&out);
	h = (struct header){ .from = VIEW(""),
		             .to = VIEW("a'<b"),
		             .id = VIEW("x"),
		             .lang = VIEW("en"),
		             .has_version = true,
		             .version = { 1, 0 },
		             .dialback = true };
	header_write(&out, &h);
	ck_assert_str_eq(buf_cstr(&out),
	                 "<?xml version='1.0'?><stream:stream" C S DB
	                 " from='' to='a&apos;&lt;b' id='x' version='1.0' xml:lang='en'>");
	buf_free(&out);
}
END_TEST

UNIT("header", versions_are_compared_as_numbers, other_texts_are_no_version,
     streams_go_on_in_our_major_version_only, namespaces_are_judged,
     attributes_are_read_also_of_a_bad_header, a_language_longer_than_any_is_none, header_is_written_with_what_it_has)
