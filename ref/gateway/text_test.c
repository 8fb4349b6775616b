#include "gateway/text.h"

#include <string.h>
#include <unistr.h>

#include "gateway/multipart.h"
#include "lib/rng.h"
#include "lib/text.h"
#include "lib/unit_region.h"

static struct body body;

#define MAX 10000

static void read(const char *type, struct view bytes)
{
	body_read(view_of(type), bytes, MAX, region, &body);
}

static void says(const char *type, struct view bytes, const char *text)
{
	read(type, bytes);
	ck_assert_msg(body.kind == BODY_TEXT, "%s: %d %s", type, body.status, body.words);
	ck_assert_msg(view_is(body.text, text), "%s: %.*s", type, VIEW_ARG(body.text));
}

static void refused(const char *type, struct view bytes, int status)
{
	read(type, bytes);
	ck_assert_msg(body.kind == BODY_REFUSED && body.status == status, "%s: %d", type,
	              body.kind == BODY_REFUSED ? body.status : 0);
	ck_assert(body.words != NULL && *body.words != '\0');
}

TEST(plain_text)
	says("text/plain", VIEW("Hi"), "Hi");
	says("TEXT/Plain;charset=utf-8;msgr=WAAtAE0ATQBT", VIEW("Hi"), "Hi");
	says("text/plain ; charset=\"UTF-8\"", VIEW("Hi"), "Hi");
	says("", VIEW("Hi"), "Hi");
	says("text/plain", VIEW(""), "");
	/* R7572-5-1: nothing is markup here. */
	says("text/plain", VIEW("5 < 6 && \"x\" ]]> end"), "5 < 6 && \"x\" ]]> end");
	/* G4 */
	says("text/plain;charset=UTF-8", VIEW("Ano, p\xc5\xafl jedn\xc3\xa9."),
	     "Ano, p\xc5\xafl jedn\xc3\xa9.");
END

TEST(line_ends)
	says("text/plain", VIEW("a\r\nb\rc\nd\r\n\r\ne\r"), "a\nb\nc\nd\n\ne\n");
	says("text/plain;charset=us-ascii", VIEW("a\r\nb\rc"), "a\nb\nc");
	says("text/plain", VIEW("a\r\r\nb"), "a\n\nb");
END

/* R7572-5-2 */
TEST(characters_that_xml_has_not)
	says("text/plain",
	     VIEW("a\x01"
	          "b"),
	     "a\xef\xbf\xbd"
	     "b");
	says("text/plain", VIEW("a\0b"),
	     "a\xef\xbf\xbd"
	     "b");
	says("text/plain", VIEW("a\x7f\tb"), "a\x7f\tb");
	says("text/plain", VIEW("\xef\xbf\xbe"), TEXT_REPLACEMENT);
	says("text/plain", VIEW("\xef\xbf\xbf"), TEXT_REPLACEMENT);
	read("text/plain", VIEW("\xed\xa0\x80x"));
	ck_assert(body.kind == BODY_TEXT && view_ends(body.text, VIEW("\xbd"
	                                                              "x")));
	read("text/plain", VIEW("x\xe2\x82"));
	ck_assert(body.kind == BODY_TEXT && view_starts(body.text, VIEW("x\xef\xbf\xbd")));
	says("text/plain", VIEW("\xc0\xaf"), TEXT_REPLACEMENT TEXT_REPLACEMENT);
	says("text/plain", VIEW("\xf4\x8f\xbf\xbd"), "\xf4\x8f\xbf\xbd");
END

/* R7572-7-4 */
TEST(charsets)
	says("text/plain;charset=ISO-8859-1", VIEW("caf\xe9 \x80"), "caf\xc3\xa9 \xc2\x80");
	says("text/plain;charset=latin1", VIEW("\xff"), "\xc3\xbf");
	says("text/plain;charset=US-ASCII", VIEW("a\xe9"), "a\xef\xbf\xbd");
	says("text/plain;charset=US-ASCII", VIEW("a\x02"), "a\xef\xbf\xbd");
	says("text/plain;charset=utf-8",
	     VIEW("\xef\xbb\xbf"
	          "Hi"),
	     "Hi");
	says("text/html;charset=ISO-8859-1", VIEW("<b>\xe9</b>"), "\xc3\xa9");
	refused("text/plain;charset=x-unknown", VIEW("a"), 415);
	refused("text/plain;charset=utf-16", VIEW("\0a"), 415);
	refused("text/plain;charset=windows-1252", VIEW("a"), 415);
	refused("text/html;charset=x-unknown", VIEW("a"), 415);
END

/* R7572-7-3, LYNC-IM-11, LYNC-SCOPE-2, R3922-4.2.9-1 */
TEST(what_is_no_text)
	refused("image/png", VIEW("x"), 415);
	refused("text/rtf", VIEW("x"), 415);
	refused("text/x-msmsgsinvite", VIEW("x"), 415);
	refused("message/cpim", VIEW("x"), 415);
	refused("application/xml", VIEW("<x/>"), 415);
	refused("application/sdp", VIEW("v=0"), 415);
	refused("application/pkcs7-mime;smime-type=enveloped-data", VIEW("x"), 493);
	refused("multipart/encrypted;boundary=x", VIEW("x"), 493);
	refused("text", VIEW("x"), 400);
	refused("text/", VIEW("x"), 400);
	refused("/plain", VIEW("x"), 400);
END

TEST(sizes)
	struct buf b = { 0 };

	while (buf_len(&b) < MAX)
		buf_putc(&b, 'x');
	read("text/plain", buf_view(&b));
	ck_assert_int_eq(body.kind, BODY_TEXT);
	buf_putc(&b, 'x');
	refused("text/plain", buf_view(&b), 413);
	/* What counts is the text: 1 octet becomes 2. */
	buf_clear(&b);
	while (buf_len(&b) < MAX / 2)
		buf_putc(&b, (char)0xe9);
	read("text/plain;charset=latin1", buf_view(&b));
	ck_assert_int_eq(body.kind, BODY_TEXT);
	buf_putc(&b, (char)0xe9);
	refused("text/plain;charset=latin1", buf_view(&b), 413);
	buf_free(&b);
END

TEST(typing)
	read("application/im-iscomposing+xml",
	     VIEW("<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>"
	          "<state>active</state></isComposing>"));
	ck_assert_int_eq(body.kind, BODY_TYPING);
	ck_assert(body.typing);
	refused("application/im-iscomposing+xml", VIEW("<x/>"), 400);
END

/* --- multiparts ------------------------------------------------------------------- */

#define PART(type, text) "--b\r\nContent-Type: " type "\r\n\r\n" text "\r\n"
#define MIXED "multipart/mixed;boundary=b"

TEST(multiparts)
	/* RFC 4475 3.1.1.11 in short. */
	says(MIXED,
	     VIEW(PART("text/plain", "Hello") PART("application/octet-stream", "\1\2") "--b--\r\n"),
	     "Hello");
	says("multipart/alternative;boundary=\"b\"",
	     VIEW(PART("text/html", "<b>one</b>") PART("text/plain", "two") "--b--"), "two");
	says(MIXED, VIEW(PART("text/html", "<b>one</b>") PART("text/html", "two") "--b--"), "one");
	says(MIXED, VIEW(PART("image/png", "x") PART("text/html", "one") "--b--"), "one");
	says(MIXED, VIEW("--b\r\n\r\nno header\r\n--b--"), "no header");
	says("multipart/x-new;boundary=b", VIEW(PART("text/plain", "x") "--b--"), "x");
	refused(MIXED, VIEW(PART("image/png", "x") "--b--"), 415);
	refused(MIXED, VIEW(PART("text/plain;charset=x", "x") "--b--"), 415);
	says(MIXED, VIEW(PART("text/plain;charset=x", "x") PART("text/plain", "y") "--b--"), "y");
	refused(MIXED, VIEW(""), 400);
	refused(MIXED, VIEW("Hello"), 400);
	refused(MIXED, VIEW("--b--"), 400);
	refused(MIXED, VIEW(PART("text/plain", "x")), 400);
	refused("multipart/mixed", VIEW(PART("text/plain", "x") "--b--"), 400);
END

TEST(parts)
	says(MIXED,
	     VIEW("--b\r\nContent-Disposition: attachment\r\n\r\nsecret\r\n" PART("text/plain",
	                                                                          "shown") "--b--"),
	     "shown");
	says(MIXED,
	     VIEW("--b\r\nContent-Language: fr\r\ncontent-type:\r\n text/plain;\r\n"
	          "\tcharset=latin1\r\n\r\ncaf\xe9\r\n--b--"),
	     "caf\xc3\xa9");
	ck_assert(view_is(body.language, "fr"));
	says(MIXED, VIEW("--b\r\nContent-Language: ../etc\r\n\r\nx\r\n--b--"), "x");
	ck_assert_uint_eq(body.language.n, 0);
	/* As Lync's clients send them. */
	says("multipart/alternative; boundary=\"----=_NextPart_000\"",
	     VIEW("------=_NextPart_000\r\nContent-Type: text/plain; charset=UTF-8\r\n"
	          "Content-Transfer-Encoding: 8bit\r\n\r\nHi\r\n"
	          "------=_NextPart_000\r\nContent-Type: text/html\r\n"
	          "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Hi=\r\n</p>\r\n"
	          "------=_NextPart_000--\r\n"),
	     "Hi");
	says(MIXED, VIEW("--b\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVs\r\nbG8=\r\n--b--"),
	     "Hello");
	refused(MIXED, VIEW("--b\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--b--"), 415);
	refused(MIXED, VIEW("--b\r\nContent-Transfer-Encoding: x-uue\r\n\r\nx\r\n--b--"), 415);
END

static struct view nested(unsigned depth, struct region *r)
{
	struct view inner = VIEW("--b0\r\n\r\ndeep\r\n--b0--");

	for (unsigned i = 1; i < depth; i++)
		inner = region_printf(r,
		                      "--b%u\r\nContent-Type: multipart/mixed;boundary=b%u\r\n\r\n"
		                      "%.*s\r\n--b%u--",
		                      i, i - 1, VIEW_ARG(inner), i);
	return inner;
}

TEST(depths)
	for (unsigned depth = 1; depth <= MULTIPART_DEPTH_MAX + 1; depth++) {
		struct view type = region_printf(region, "multipart/mixed;boundary=b%u", depth - 1);

		body_read(type, nested(depth, region), MAX, region, &body);
		if (depth <= MULTIPART_DEPTH_MAX)
			ck_assert(body.kind == BODY_TEXT && view_is(body.text, "deep"));
		else
			ck_assert(body.kind == BODY_REFUSED && body.status == 400);
	}
END

/* --- the other way ------------------------------------------------------------------ */

static const char *to_sip(struct view text)
{
	struct buf b = { 0 };
	const char *out;

	text_to_sip(text, &b);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	return out;
}

TEST(to_lines_of_sip)
	ck_assert_str_eq(to_sip(VIEW("a\nb")), "a\r\nb");
	ck_assert_str_eq(to_sip(VIEW("a\r\nb\rc\n\n")), "a\r\nb\r\nc\r\n\r\n");
	ck_assert_str_eq(to_sip(VIEW("\r")), "\r\n");
	ck_assert_str_eq(to_sip(VIEW("")), "");
	ck_assert_str_eq(to_sip(VIEW("Zdrav\xc3\xadm \xe2\x98\x83")),
	                 "Zdrav\xc3\xadm \xe2\x98\x83");
END

TEST(one_line)
	ck_assert(view_is(text_one_line(VIEW("Lunch"), 256, region), "Lunch"));
	/* R7572-4-2 */
	ck_assert(view_is(text_one_line(VIEW("Hi\r\nX-Fake: yes\r\n\r\nbody"), 256, region),
	                  "Hi X-Fake: yes body"));
	ck_assert(view_is(text_one_line(VIEW(" \r\n a\0b\x1f"
	                                     "c\xc2\x85"
	                                     "d\xe2\x80\xa8"
	                                     "e \n"),
	                                256, region),
	                  "a b c d e"));
	ck_assert(view_is(text_one_line(VIEW("a\xff"), 256, region), "a\xef\xbf\xbd"));
	ck_assert(view_is(text_one_line(VIEW("\n\n"), 256, region), ""));
	ck_assert(view_is(text_one_line(VIEW(""), 256, region), ""));
	/* Between characters. */
	ck_assert(view_is(text_one_line(VIEW("ab\xc3\xa9"), 3, region), "ab"));
	ck_assert(view_is(text_one_line(VIEW("ab\xc3\xa9"), 4, region), "ab\xc3\xa9"));
	ck_assert(view_is(text_one_line(VIEW("ab  x"), 4, region), "ab"));
END

/* A text of XMPP comes back as it was, but for its line ends. */
TEST(forth_and_back)
	struct rng rng;

	rng_seed(&rng, 7572);
	for (int n = 0; n < 5000; n++) {
		struct buf text = { 0 }, sip = { 0 }, back = { 0 };

		for (size_t i = rng_next_below(&rng, 20); i > 0; i--) {
			uint32_t c = rng_next_below(&rng, n % 2 == 0 ? 128 : 0x110000);
			uint8_t u[6];
			int length = u8_uctomb(u, c, sizeof u);

			if (length > 0 && text_is_xml_char(c) && c != '\r')
				buf_put(&text, u, (size_t)length);
		}
		text_to_sip(buf_view(&text), &sip);
		text_from_sip(buf_view(&sip), &back);
		ck_assert(view_eq(buf_view(&back), buf_view(&text)));
		buf_free(&text);
		buf_free(&sip);
		buf_free(&back);
	}
END

static void is_clean(struct view v)
{
	ck_assert(text_utf8_valid(v));
	for (size_t i = 0; i < v.n;) {
		ucs4_t c;
		int n = u8_mbtoucr(&c, (const uint8_t *)v.p + i, v.n - i);

		ck_assert(n > 0 && text_is_xml_char(c) && c != '\r');
		i += (size_t)n;
	}
}

/* Whatever comes in, what comes out is text. */
TEST(any_bytes)
	static const char *const types[] = {
		"text/plain", "text/plain;charset=latin1",  "text/plain;charset=us-ascii",
		"text/html",  "multipart/mixed;boundary=b", "application/im-iscomposing+xml",
	};
	static const char *const pieces[] = {
		"<",
		">",
		"&",
		"&#",
		";",
		"--b",
		"--",
		"\r\n",
		"\n",
		"\r",
		"Content-Type: text/html",
		"Content-Type: multipart/mixed;boundary=b",
		":",
		"=",
		"script",
		"</script",
		"<!--",
		"-->",
		"\"",
		"'",
		" ",
		"\xff",
		"\xc3",
		"\xed\xa0\x80",
		"x",
		"&amp",
		"&#x0",
		"\x01",
		"<pre>",
		"<br>",
		"&#150;",
		"Content-Transfer-Encoding: base64",
		"Content-Transfer-Encoding: quoted-printable",
		"=0",
		"=41",
	};
	struct rng rng;

	rng_seed(&rng, 3994);
	for (int n = 0; n < 30000; n++) {
		struct buf b = { 0 };

		for (size_t i = rng_next_below(&rng, 30); i > 0; i--)
			buf_puts(&b,
			         pieces[rng_next_below(&rng, sizeof pieces / sizeof pieces[0])]);
		if (n % 7 == 0)
			buf_putc(&b, '\0');
		read(types[n % 6], buf_view(&b));
		if (body.kind == BODY_TEXT)
			is_clean(body.text);
		else if (body.kind == BODY_REFUSED)
			ck_assert(body.status == 400 || body.status == 415);
		buf_free(&b);
		region_reset(region);
	}
END

/* Ten times the bytes may not take a hundred times the work: a quarter of a megabyte of
 * what would tempt a scanner to look ahead passes within the time of one test. */
TEST(long_bodies)
	static const struct {
		const char *type, *piece;
	} rows[] = {
		{ "text/html", "<" },        { "text/html", "<!--" },
		{ "text/html", "<!" },       { "text/html", "<script><" },
		{ "text/html", "<a b=\"" },  { "text/html", "&" },
		{ "text/html", "&#1" },      { "text/html", "<br>" },
		{ "text/html", "<pre>\n" },  { "text/html", "</" },
		{ "text/html", "<a <a" },    { "text/html", " <b> " },
		{ MIXED, "--b\r\n" },        { MIXED, "--b" },
		{ MIXED, "\r\n" },           { MIXED, "--b\r\n\r\n" },
		{ MIXED, "--b\r\na\r\n b" }, { "application/im-iscomposing+xml", "<a>" },
		{ "text/plain", "\xff" },    { "text/plain;charset=latin1", "\xff" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = { 0 };

		while (buf_len(&b) < 256 * 1024)
			buf_puts(&b, rows[i].piece);
		read(rows[i].type, buf_view(&b));
		ck_assert_uint_lt(region_used(region), 4 * 1024 * 1024);
		region_reset(region);
		buf_free(&b);
	}
END

TEST(blanks)
	ck_assert(view_is(text_blanks(VIEW("one  two \t three"), region), "one two three"));
	ck_assert(view_is(text_blanks(VIEW("\t x \xc3\xa9  "), region), " x \xc3\xa9 "));
	ck_assert_uint_eq(text_blanks(VIEW(""), region).n, 0);
END

UNIT("text", plain_text, line_ends, characters_that_xml_has_not, charsets, what_is_no_text,
     sizes, typing, multiparts, parts, depths, to_lines_of_sip, one_line, blanks, forth_and_back,
     any_bytes, long_bodies)
