#include "lib/log.h"

#include <errno.h>
#include <poll.h>
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
static bool patient = true;
static bool gathering;
static struct buf gathered;	/* whole lines */
static uint64_t n_gathered;

void log_to(int fd)
{
	log_flush();
	buf_free(&last);
	buf_free(&gathered);
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

#define IS_PLAIN(c)                                                                            \
	(((c) >= 'a' && (c) <= 'z') || ((c) >= '-' && (c) <= ':') || ((c) >= '@' && (c) <= 'Z') || \
	 (c) == '_' || (c) == '+')
#define ROW4(c)  IS_PLAIN(c), IS_PLAIN((c) + 1), IS_PLAIN((c) + 2), IS_PLAIN((c) + 3)
#define ROW16(c) ROW4(c), ROW4((c) + 4), ROW4((c) + 8), ROW4((c) + 12)
#define ROW64(c) ROW16(c), ROW16((c) + 16), ROW16((c) + 32), ROW16((c) + 48)

static const bool plain[256] = { ROW64(0), ROW64(64) };

static bool is_plain(struct view text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!plain[(unsigned char)text.p[i]])
			return false;
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

/* A pipe that can be written takes a line whole (LOG_GATHER_MAX); files always can. */
static bool can_be_written(void)
{
	struct pollfd p = { .fd = log_fd, .events = POLLOUT };

	return patient || poll(&p, 1, 0) > 0;
}

void log_write_gathered(void)
{
	ssize_t n;

	if (n_gathered == 0)
		return;
	/* One write: what another process writes cannot get in. */
	do
		n = can_be_written() ? write(log_fd, buf_view(&gathered).p, buf_len(&gathered)) : 0;
	while (n < 0 && errno == EINTR);
	lost = n == (ssize_t)buf_len(&gathered) ? 0 : lost + n_gathered;
	n_gathered = 0;
	buf_clear(&gathered);
}

/* YYYY-MM-DDTHH:MM:SS, made anew when the second is another. */
static const char *stamp_of(time_t now)
{
	static char stamp[32];
	static time_t made;
	struct tm tm;

	if (made == now && stamp[0] != '\0')
		return stamp;
	made = now;
	if (gmtime_r(&now, &tm) == NULL ||
	    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		stamp[0] = '\0';
	return stamp;
}

static void put_number(struct buf *b, uint64_t n, int digits)
{
	char text[20];
	int at = sizeof text;

	do {
		text[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0 || (int)sizeof text - at < digits);
	buf_put(b, text + at, sizeof text - (size_t)at);
}

static void write_line(struct view body, bool waits)
{
	struct timespec ts;

	reported_at = ms_of(CLOCK_MONOTONIC_COARSE, &ts);
	ms_of(CLOCK_REALTIME, &ts);
	/* A second, a dot, three digits, Z, two spaces, a lost count, a newline. */
	if (buf_len(&gathered) + body.n + 80 > LOG_GATHER_MAX)
		log_write_gathered();
	buf_puts(&gathered, stamp_of(ts.tv_sec));
	buf_putc(&gathered, '.');
	put_number(&gathered, (uint64_t)ts.tv_nsec / 1000000, 3);
	buf_puts(&gathered, "Z ");
	buf_putv(&gathered, body);
	if (lost != 0) {
		buf_puts(&gathered, " lines-lost=");
		put_number(&gathered, lost, 1);
	}
	buf_putc(&gathered, '\n');
	n_gathered++;
	if (!waits)
		log_write_gathered();
}

static void tell_repeated(void)
{
	struct view level, rest;
	struct buf body = { 0 };

	if (repeated == 0)
		return;
	view_cut(buf_view(&last), ' ', &level, &rest);
	buf_printf(&body, "%.*s event=repeated times=%llu", VIEW_ARG(level),
	           (unsigned long long)repeated);
	repeated = 0;
	write_line(buf_view(&body), gathering);
	buf_free(&body);
}

void log_flush(void)
{
	tell_repeated();
	log_write_gathered();
}

void log_gather(bool on)
{
	log_write_gathered();
	gathering = on;
}

void log_waits(bool yes)
{
	patient = yes;
}

static bool counts_as_repeated(struct view body, bool always)
{
	return !always && view_eq(body, buf_view(&last));
}

static void log_line(enum log_level level, const char *event, const struct log_field *fields,
                     bool always)
{
	static struct buf body;
	struct timespec ts;
	struct buf old;

	if (level > log_limit)
		return;
	buf_clear(&body);
	buf_puts(&body, level_name(level));
	buf_puts(&body, " event=");
	buf_puts(&body, event);
	for (; fields->kind != LOG_END; fields++) {
		buf_putc(&body, ' ');
		buf_puts(&body, fields->key);
		buf_putc(&body, '=');
		if (fields->kind == LOG_NUMBER)
			put_number(&body, fields->number, 1);
		else
			log_quote(&body, fields->text);
	}
	if (counts_as_repeated(buf_view(&body), always)) {
		repeated++;
		if (ms_of(CLOCK_MONOTONIC_COARSE, &ts) - reported_at >= REPORT_MS)
			tell_repeated();
		return;
	}
	tell_repeated();
	write_line(buf_view(&body), gathering && level > LOG_WARN);
	old = last;
	last = body;
	body = old;
}

void log_fields(enum log_level level, const char *event, const struct log_field *fields)
{
	log_line(level, event, fields, false);
}

void log_fields_always(enum log_level level, const char *event, const struct log_field *fields)
{
	log_line(level, event, fields, true);
}
