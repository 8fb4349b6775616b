#include "lib/log.h"

#include <fcntl.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/unit.h"

static int pipe_fds[2];

static void start(void)
{
	ck_assert_int_eq(pipe2(pipe_fds, O_CLOEXEC | O_NONBLOCK), 0);
	log_to(pipe_fds[1]);
}

static void stop(void)
{
	log_flush();
	log_to(2);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
}

/* What was logged since the last call; each time is cut to its shape. */
static const char *logged(void)
{
	static char out[65536];
	char text[65536];
	ssize_t n = read(pipe_fds[0], text, sizeof text - 1);
	regex_t stamp;
	regmatch_t m;
	struct buf b = { 0 };
	const char *p = text;

	text[n > 0 ? n : 0] = '\0';
	ck_assert_int_eq(regcomp(&stamp,
		"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\\.[0-9]{3}Z ",
		REG_EXTENDED), 0);
	for (; regexec(&stamp, p, 1, &m, 0) == 0; p += m.rm_eo) {
		buf_put(&b, p, (size_t)m.rm_so);
		buf_puts(&b, "@ ");
	}
	buf_puts(&b, p);
	regfree(&stamp);
	ck_assert_uint_lt(buf_len(&b), sizeof out);
	memcpy(out, buf_cstr(&b), buf_len(&b) + 1);
	buf_free(&b);
	return out;
}

START_TEST(a_line_is_time_level_event_and_fields)
{
	start();
	log_event(LOG_INFO, "stream-open", LOG_N("stream", 17), LOG_S("partner", "x.example"));
	ck_assert_str_eq(logged(), "@ info event=stream-open stream=17 partner=x.example\n");
	log_event(LOG_ERROR, "e", LOG_N("n", UINT64_MAX));
	log_event(LOG_WARN, "w", LOG_V("v", VIEW("")));
	ck_assert_str_eq(logged(), "@ error event=e n=18446744073709551615\n@ warn event=w v=\"\"\n");
	stop();
}
END_TEST

START_TEST(the_threshold_is_kept)
{
	start();
	log_event(LOG_DEBUG, "d", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "");
	log_threshold(LOG_DEBUG);
	log_event(LOG_DEBUG, "d", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "@ debug event=d n=1\n");
	log_threshold(LOG_ERROR);
	log_event(LOG_WARN, "w", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "");
	log_event(LOG_ERROR, "e", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "@ error event=e n=1\n");
	log_threshold(LOG_INFO);
	stop();
}
END_TEST

START_TEST(equal_lines_are_counted)
{
	start();
	for (int i = 0; i < 1000; i++)
		log_event(LOG_WARN, "flood", LOG_S("from", "x"));
	ck_assert_str_eq(logged(), "@ warn event=flood from=x\n");
	log_event(LOG_INFO, "other", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "@ warn event=repeated times=999\n@ info event=other n=1\n");
	log_event(LOG_INFO, "other", LOG_N("n", 2));
	ck_assert_str_eq(logged(), "@ info event=other n=2\n");
	stop();
}
END_TEST

START_TEST(acts_are_never_counted)
{
	start();
	log_act(LOG_INFO, "reload", LOG_N("partners", 2));
	log_act(LOG_INFO, "reload", LOG_N("partners", 2));
	ck_assert_str_eq(logged(),
	                 "@ info event=reload partners=2\n@ info event=reload partners=2\n");
	log_event(LOG_INFO, "reload", LOG_N("partners", 2));
	ck_assert_str_eq(logged(), "");
	log_act(LOG_INFO, "reload", LOG_N("partners", 2));
	ck_assert_str_eq(logged(),
	                 "@ info event=repeated times=1\n@ info event=reload partners=2\n");
	stop();
}
END_TEST

START_TEST(flush_tells_the_count_once)
{
	start();
	log_flush();
	ck_assert_str_eq(logged(), "");
	log_event(LOG_INFO, "a", LOG_N("n", 1));
	log_flush();
	ck_assert_str_eq(logged(), "@ info event=a n=1\n");
	log_event(LOG_INFO, "a", LOG_N("n", 1));
	log_flush();
	log_flush();
	ck_assert_str_eq(logged(), "@ info event=repeated times=1\n");
	log_event(LOG_INFO, "a", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "");
	stop();
}
END_TEST

START_TEST(gathered_lines_wait_for_the_end_of_the_turn)
{
	start();
	log_gather(true);
	log_event(LOG_INFO, "a", LOG_N("n", 0));
	log_event(LOG_INFO, "b", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "");
	log_write_gathered();
	ck_assert_str_eq(logged(), "@ info event=a n=0\n@ info event=b n=1\n");
	log_write_gathered();
	ck_assert_str_eq(logged(), "");
	log_event(LOG_INFO, "c", LOG_N("n", 2));
	log_gather(false);
	ck_assert_str_eq(logged(), "@ info event=c n=2\n");
	stop();
}
END_TEST

START_TEST(a_warning_takes_with_it_what_waits)
{
	start();
	log_gather(true);
	log_event(LOG_INFO, "a", LOG_N("n", 0));
	log_event(LOG_WARN, "b", LOG_N("n", 1));
	ck_assert_str_eq(logged(), "@ info event=a n=0\n@ warn event=b n=1\n");
	log_gather(false);
	stop();
}
END_TEST

START_TEST(what_is_gathered_has_a_limit)
{
	static char out[65536];
	char text[150];
	ssize_t n, rest;

	start();
	log_gather(true);
	memset(text, 'x', sizeof text);
	for (uint64_t i = 100; i < 200; i++)
		log_event(LOG_INFO, "a", LOG_N("n", i),
		          LOG_V("t", ((struct view){ text, sizeof text })));
	n = read(pipe_fds[0], out, sizeof out);
	ck_assert_int_gt(n, 0);
	ck_assert_int_eq(out[n - 1], '\n');
	log_gather(false);
	rest = read(pipe_fds[0], out, sizeof out);
	ck_assert_int_gt(rest, 0);
	ck_assert_int_le(rest, LOG_GATHER_MAX);
	ck_assert_int_eq((n + rest) % 100, 0); /* a hundred lines of one length */
	stop();
}
END_TEST

/* A pipe as a program has it that is not ours: writing to a full one blocks. */
START_TEST(a_log_that_nobody_reads_holds_up_nobody)
{
	char full[65536];
	int flags;

	start();
	flags = fcntl(pipe_fds[1], F_GETFL);
	memset(full, 'x', sizeof full);
	while (write(pipe_fds[1], full, sizeof full) > 0)
		continue;
	ck_assert_int_eq(fcntl(pipe_fds[1], F_SETFL, flags & ~O_NONBLOCK), 0);
	log_waits(false);
	for (uint64_t i = 0; i < 1000; i++)
		log_event(LOG_WARN, "a", LOG_N("n", i));
	while (read(pipe_fds[0], full, sizeof full) > 0)
		continue;
	log_event(LOG_WARN, "a", LOG_N("n", 1000));
	ck_assert_str_eq(logged(), "@ warn event=a n=1000 lines-lost=1000\n");
	log_waits(true);
	stop();
}
END_TEST

START_TEST(lines_that_could_not_be_written_are_counted)
{
	char full[65536];

	start();
	memset(full, 'x', sizeof full);
	while (write(pipe_fds[1], full, sizeof full) > 0)
		continue;
	log_event(LOG_INFO, "a", LOG_N("n", 1));
	log_event(LOG_INFO, "a", LOG_N("n", 2));
	while (read(pipe_fds[0], full, sizeof full) > 0)
		continue;
	log_event(LOG_INFO, "a", LOG_N("n", 3));
	ck_assert_str_eq(logged(), "@ info event=a n=3 lines-lost=2\n");
	log_event(LOG_INFO, "a", LOG_N("n", 4));
	ck_assert_str_eq(logged(), "@ info event=a n=4\n");
	stop();
}
END_TEST

static void check_quoted(struct view text, const char *expected)
{
	struct buf b = { 0 };

	log_quote(&b, text);
	ck_assert_str_eq(buf_cstr(&b), expected);
	buf_free(&b);
}

START_TEST(plain_text_stands_bare)
{
	check_quoted(VIEW("aZ09._:/@+-"), "aZ09._:/@+-");
	check_quoted(VIEW("a b"), "\"a b\"");
	check_quoted(VIEW("a=b"), "\"a=b\"");
	check_quoted(VIEW(""), "\"\"");
	check_quoted((struct view){ NULL, 0 }, "\"\"");
}
END_TEST

START_TEST(nothing_forges_a_line_or_a_field)
{
	check_quoted(VIEW("x\n2026-03-01T12:00:00.123Z info event=fake"),
	             "\"x\\x0a2026-03-01T12:00:00.123Z info event=fake\"");
	check_quoted(VIEW("a\" event=\"b"), "\"a\\\" event=\\\"b\"");
	check_quoted(VIEW("\\x0a"), "\"\\\\x0a\"");
	check_quoted(VIEW("a\0b\r\t\x1b[2J\x7f"), "\"a\\x00b\\x0d\\x09\\x1b[2J\\x7f\"");
	/* NEL and the other C1 controls, U+2028, U+2029 */
	check_quoted(VIEW("\xc2\x85\xc2\x9b"), "\"\\xc2\\x85\\xc2\\x9b\"");
	check_quoted(VIEW("\xe2\x80\xa8\xe2\x80\xa9"), "\"\\xe2\\x80\\xa8\\xe2\\x80\\xa9\"");
	/* what turns the direction, U+FEFF */
	check_quoted(VIEW("\xe2\x80\xae\xe2\x81\xa6"), "\"\\xe2\\x80\\xae\\xe2\\x81\\xa6\"");
	check_quoted(VIEW("\xe2\x80\x8f\xef\xbb\xbf"), "\"\\xe2\\x80\\x8f\\xef\\xbb\\xbf\"");
}
END_TEST

START_TEST(other_characters_are_themselves)
{
	check_quoted(VIEW("j\xc3\xbcrgen \xe2\x82\xac \xf0\x9f\x98\x80 \xc2\xa0"),
	             "\"j\xc3\xbcrgen \xe2\x82\xac \xf0\x9f\x98\x80 \xc2\xa0\"");
}
END_TEST

START_TEST(bytes_that_are_no_characters_are_escaped)
{
	check_quoted(VIEW("\xff"), "\"\\xff\"");
	check_quoted(VIEW("a\xc3"), "\"a\\xc3\"");
	check_quoted(VIEW("\xc3(\x80\xc3\xa4"), "\"\\xc3(\\x80\xc3\xa4\"");
	check_quoted(VIEW("\xed\xa0\x80\xc0\xaf"), "\"\\xed\\xa0\\x80\\xc0\\xaf\"");
	check_quoted(VIEW("\xf4\x90\x80\x80"), "\"\\xf4\\x90\\x80\\x80\"");
}
END_TEST

START_TEST(long_text_is_cut_between_characters)
{
	char text[300], expected[300];

	memset(text, 'a', sizeof text);
	memset(expected, 'a', sizeof expected);
	expected[200] = '\0';
	check_quoted((struct view){ text, 200 }, expected);
	expected[0] = '"';
	memset(expected + 1, 'a', 200);
	memcpy(expected + 201, "\"...", 5);
	check_quoted((struct view){ text, 201 }, expected);
	memcpy(text + 199, "\xc3\xa4", 2);
	memcpy(expected + 200, "\"...", 5);
	check_quoted((struct view){ text, 201 }, expected);
}
END_TEST

UNIT("log", a_line_is_time_level_event_and_fields, the_threshold_is_kept,
     equal_lines_are_counted, acts_are_never_counted, flush_tells_the_count_once,
     gathered_lines_wait_for_the_end_of_the_turn, a_warning_takes_with_it_what_waits,
     what_is_gathered_has_a_limit, a_log_that_nobody_reads_holds_up_nobody,
     lines_that_could_not_be_written_are_counted, plain_text_stands_bare,
     nothing_forges_a_line_or_a_field, other_characters_are_themselves,
     bytes_that_are_no_characters_are_escaped, long_text_is_cut_between_characters)
