#include "lib/log.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/text.h"

#define TEXT_MAX    200		/* bytes of a text that are shown */
#define REPORT_MS   10000	/* an endless run of equal lines is reported this often */

static int log_fd = 2;
static enum log_level log_limit = LOG_INFO;
static struct buf last;		/* the newest line, without its time */
static uint64_t repeated;	/* how often it came again, unreported */
static uint64_t reported_at;	/* monotonic, ms */
static uint64_t lost;		/* lines that could not be written */

void log_to(int fd)
{
	log_flush();
	buf_free(&last);
	log_fd = fd;
}

void log_threshold(enum log_level level)
{
	log_limit = level;
}

static const char *level_name(enum log_level level)
{
	switch (level) {
	case LOG_ERROR:
		return "error";
	case LOG_WARN:
		return "warn";
	case LOG_INFO:
		return "info";
	case LOG_DEBUG:
		return "debug";
	}
	return "error";
}

static bool is_plain(struct view text)
{
	static const char marks[] = "._:/@+-";

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
			continue;
		if (c == '\0' || strchr(marks, c) == NULL)
			return false;
	}
	return text.n != 0;
}

/* Bytes at the front of `v` that make one character which prints as itself and
 * moves nothing else; 0 when the first byte is to be escaped.  Beside the
 * control characters these are what terminals and viewers take for a line's
 * end (U+2028, U+2029) or let turn the line around (U+200E, U+200F, U+202A to
 * U+202E, U+2066 to U+2069), and U+FEFF, which nobody sees. */
static size_t printable(struct view v)
{
	unsigned char c = (unsigned char)v.p[0], second, third;
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (n > v.n || !text_utf8_valid((struct view){ v.p, n }))
		return 0;
	if (n == 1)
		return c >= 0x20 && c != 0x7f;
	second = (unsigned char)v.p[1];
	if (n == 2)
		return c == 0xc2 && second < 0xa0 ? 0 : n;
	third = (unsigned char)v.p[2];
	if (n == 3 && c == 0xe2 && second == 0x80 &&
	    (third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae)))
		return 0;
	if (n == 3 && c == 0xe2 && second == 0x81 && third >= 0xa6 && third <= 0xa9)
		return 0;
	if (n == 3 && c == 0xef && second == 0xbb && third == 0xbf)
		return 0;
	return n;
}

void log_quote(struct buf *b, struct view text)
{
	struct view shown = text_utf8_cut(text, TEXT_MAX);
	size_t n;

	if (shown.n == text.n && is_plain(text)) {
		buf_putv(b, text);
		return;
	}
	buf_putc(b, '"');
	for (struct view v = shown; v.n != 0; v = view_from(v, n)) {
		n = printable(v);
		if (n == 0) {
			buf_printf(b, "\\x%02x", (unsigned)(unsigned char)v.p[0]);
			n = 1;
			continue;
		}
		if (v.p[0] == '"' || v.p[0] == '\\')
			buf_putc(b, '\\');
		buf_put(b, v.p, n);
	}
	buf_putc(b, '"');
	/* Outside the quotes, where no peer can write. */
	if (shown.n != text.n)
		buf_puts(b, "...");
}

static uint64_t ms_of(clockid_t clock, struct timespec *ts)
{
	if (clock_gettime(clock, ts) != 0)
		*ts = (struct timespec){ 0, 0 };	/* a line without time is still one */
	return (uint64_t)ts->tv_sec * 1000 + (uint64_t)ts->tv_nsec / 1000000;
}

static void write_line(struct view body)
{
	struct buf line = { 0 };
	struct timespec ts;
	struct tm tm;
	char stamp[32];
	ssize_t n;

	reported_at = ms_of(CLOCK_MONOTONIC, &ts);
	ms_of(CLOCK_REALTIME, &ts);
	if (gmtime_r(&ts.tv_sec, &tm) == NULL ||
	    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		stamp[0] = '\0';
	buf_printf(&line, "%s.%03ldZ %.*s", stamp, ts.tv_nsec / 1000000, VIEW_ARG(body));
	if (lost != 0)
		buf_printf(&line, " lines-lost=%llu", (unsigned long long)lost);
	buf_putc(&line, '\n');
	/* One write for the line: what another process writes cannot get in. */
	do
		n = write(log_fd, buf_cstr(&line), buf_len(&line));
	while (n < 0 && errno == EINTR);
	lost = n == (ssize_t)buf_len(&line) ? 0 : lost + 1;
	buf_free(&line);
}

void log_flush(void)
{
	struct view level, rest;
	struct buf body = { 0 };

	if (repeated == 0)
		return;
	view_cut(buf_view(&last), ' ', &level, &rest);
	buf_printf(&body, "%.*s event=repeated times=%llu", VIEW_ARG(level),
	           (unsigned long long)repeated);
	repeated = 0;
	write_line(buf_view(&body));
	buf_free(&body);
}

void log_fields(enum log_level level, const char *event, const struct log_field *fields)
{
	struct buf body = { 0 };
	struct timespec ts;

	if (level > log_limit)
		return;
	buf_printf(&body, "%s event=%s", level_name(level), event);
	for (; fields->kind != LOG_END; fields++) {
		buf_printf(&body, " %s=", fields->key);
		if (fields->kind == LOG_NUMBER)
			buf_printf(&body, "%llu", (unsigned long long)fields->number);
		else
			log_quote(&body, fields->text);
	}
	if (view_eq(buf_view(&body), buf_view(&last))) {
		buf_free(&body);
		repeated++;
		if (ms_of(CLOCK_MONOTONIC, &ts) - reported_at >= REPORT_MS)
			log_flush();
		return;
	}
	log_flush();
	write_line(buf_view(&body));
	buf_free(&last);
	last = body;
}
