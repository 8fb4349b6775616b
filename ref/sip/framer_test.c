/* Streams: where messages end, keep-alives, what breaks a stream, limits. */
#include "sip/framer.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"

static const struct sip_limits small = { .head = 64, .fields = 8, .field = 64, .body = 8 };

/* What comes out of the pieces, told in one line: M(bytes), ping, pong, broken. */
static const char *told(const char *const *piece, size_t n)
{
	static char out[1024];
	struct sip_framer *f = sip_framer_new(&small);
	struct sip_frame frame = { .kind = SIP_FRAME_MORE };
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n && frame.kind != SIP_FRAME_BROKEN; i++) {
		sip_feed(f, view_of(piece[i]));
		do {
			sip_frame_next(f, &frame);
			if (frame.kind == SIP_FRAME_MESSAGE)
				at += (size_t)snprintf(out + at, sizeof out - at, "M%zu ",
				                       frame.bytes.n);
			else if (frame.kind == SIP_FRAME_PING)
				at += (size_t)snprintf(out + at, sizeof out - at, "ping ");
			else if (frame.kind == SIP_FRAME_PONG)
				at += (size_t)snprintf(out + at, sizeof out - at, "pong ");
			else if (frame.kind == SIP_FRAME_BROKEN)
				at += (size_t)snprintf(out + at, sizeof out - at, "%u %s (%zu)",
				                       frame.status, frame.words,
				                       frame.bytes.n);
		} while (frame.kind != SIP_FRAME_MORE && frame.kind != SIP_FRAME_BROKEN);
	}
	if (frame.kind == SIP_FRAME_MORE)
		snprintf(out + at, sizeof out - at, "%zu", sip_unread(f));
	sip_framer_free(&f);
	return out;
}

#define TOLD(...)                                                                              \
	told((const char *const[]){ __VA_ARGS__ },                                             \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

START_TEST(messages_end_where_they_say)
{
	ck_assert_str_eq(TOLD("A\r\nl: 0\r\n\r\n"), "M11 0");
	ck_assert_str_eq(TOLD("A\r\nl: 2\r\n\r\nhiB\r\nContent-Length :\r\n 1\r\n\r\n!"),
	                 "M13 M28 0");
	ck_assert_str_eq(TOLD("A\r\nl: 2\r\n\r\nh"), "12");
	ck_assert_str_eq(TOLD("A\r\nl: 2\r\n\r\nh", "i"), "M13 0");
	ck_assert_str_eq(TOLD("A\r\nl: 2\r", "\n\r", "\nhi"), "M13 0");
	ck_assert_str_eq(TOLD("A\r\nX: l: 5\r\nl: 4\r\n\r\n\r\n\r\nB"), "M24 1");
}
END_TEST

START_TEST(crlf_between_messages_is_a_sign_of_life)
{
	ck_assert_str_eq(TOLD("\r\n"), "pong 0");
	ck_assert_str_eq(TOLD("\r\n\r\n"), "pong ping 0");
	ck_assert_str_eq(TOLD("\r", "\n", "\r", "\n", "\r\n"), "pong ping pong 0");
	ck_assert_str_eq(TOLD("\r\nA\r\nl: 0\r\n\r\n\r\n"), "pong M11 pong 0");
	ck_assert_str_eq(TOLD("\r"), "1");
}
END_TEST

START_TEST(a_stream_breaks_once_and_for_all)
{
	ck_assert_str_eq(TOLD("A\r\nX: y\r\n\r\n"), "400 no Content-Length on a stream (11)");
	ck_assert_str_eq(TOLD("A\r\nl: 1\r\nl: 1\r\n\r\n"), "400 two Content-Length (17)");
	ck_assert_str_eq(TOLD("A\r\nl: x\r\n\r\n"), "400 a malformed Content-Length (11)");
	ck_assert_str_eq(TOLD("A\r\nl: 1\r\n 2\r\n\r\n"),
	                 "400 a malformed Content-Length (15)");
	ck_assert_str_eq(TOLD("A\r\nl: -1\r\n\r\n"), "400 a malformed Content-Length (12)");
	ck_assert_str_eq(TOLD("A\r\nl: 99999999999999999999\r\n\r\n"),
	                 "400 a malformed Content-Length (30)");
	ck_assert_str_eq(TOLD("A\r\nl\r\n\r\n"), "400 a line that is no field (8)");
	ck_assert_str_eq(TOLD("A\r\nl: 0\r\nB\r\n\r\n"), "400 a line that is no field (14)");
	ck_assert_str_eq(TOLD("A\nl: 0\n\n"), "400 LF without CR (0)");
	ck_assert_str_eq(TOLD("\n"), "400 LF without CR (0)");
	ck_assert_str_eq(TOLD("A\r\nl:\r 0\r\n\r\n"), "400 CR without LF (12)");
	ck_assert_str_eq(TOLD("A\r\nl: 0\r\nX: \n\r\n"), "400 LF without CR (0)");
}
END_TEST

/* A head of exactly n bytes, with a body of `body` behind it. */
static const char *head_of(size_t n, unsigned body)
{
	static char text[256];
	int fixed = snprintf(text, sizeof text, "A\r\nl: %u\r\nX: ", body);

	memset(text + fixed, 'x', n - (size_t)fixed - 4);
	snprintf(text + n - 4, sizeof text - n + 4, "\r\n\r\n%.*s", (int)body, "123456789");
	return text;
}

START_TEST(limits_are_met_exactly)
{
	char byte[2] = "";
	struct sip_framer *f = sip_framer_new(&small);
	struct sip_frame frame;

	ck_assert_str_eq(TOLD(head_of(63, 0)), "M63 0");
	ck_assert_str_eq(TOLD(head_of(64, 0)), "M64 0");
	ck_assert_str_eq(TOLD(head_of(65, 0)), "513 a head larger than the limit (0)");
	ck_assert_str_eq(TOLD(head_of(32, 7)), "M39 0");
	ck_assert_str_eq(TOLD(head_of(32, 8)), "M40 0");
	ck_assert_str_eq(TOLD(head_of(32, 9)), "413 a body larger than the limit (32)");
	/* A head that never ends is given up at the first byte too many. */
	for (int i = 0; i < 65; i++) {
		byte[0] = 'x';
		sip_feed(f, view_of(byte));
		sip_frame_next(f, &frame);
		ck_assert_int_eq(frame.kind, i < 64 ? SIP_FRAME_MORE : SIP_FRAME_BROKEN);
	}
	sip_feed(f, VIEW("A\r\nl: 0\r\n\r\n"));
	sip_frame_next(f, &frame);
	ck_assert_int_eq(frame.kind, SIP_FRAME_BROKEN);
	sip_framer_free(&f);
	ck_assert(f == NULL);
	sip_framer_free(&f);
}
END_TEST

/* The framer and the reader see the same end: what one gives, the other reads
 * without a byte left over. */
START_TEST(reader_and_framer_agree)
{
	static const char text[] =
	        "MESSAGE sip:c@d SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n"
	        "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 MESSAGE\r\n"
	        "Content-Length\t:\r\n\t 3 \r\n\r\nabcMESSAGE";
	struct sip_framer *f = sip_framer_new(&sip_limits_default);
	struct region *region = region_new();
	struct sip_refusal refusal;
	struct sip_message m;
	struct sip_frame frame;

	sip_feed(f, VIEW(text));
	sip_frame_next(f, &frame);
	ck_assert_int_eq(frame.kind, SIP_FRAME_MESSAGE);
	ck_assert_int_eq(
	        sip_message_read(frame.bytes, region, &sip_limits_default, &m, &refusal),
	        SIP_READ_OK);
	ck_assert(view_is(m.body, "abc"));
	ck_assert_uint_eq(m.surplus, 0);
	ck_assert_uint_eq(sip_unread(f), 7);
	sip_framer_free(&f);
	region_free(&region);
}
END_TEST

UNIT("sip framer", messages_end_where_they_say, crlf_between_messages_is_a_sign_of_life,
     a_stream_breaks_once_and_for_all, limits_are_met_exactly, reader_and_framer_agree)
