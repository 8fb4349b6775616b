/* log.h - one event, one line, `key=value`.
 *
 *   2026-03-01T12:00:00.123Z info event=stream-open stream=17 partner=x.example
 *
 * Texts that came from a peer are quoted, cut and freed of control characters
 * and of anything that could forge a second line.  Secrets are never given.
 * Of equal lines in a row the first is written; the others are counted, and
 * reported as event=repeated times=N when another line comes, at log_flush(),
 * and every ten seconds while they go on.  What somebody did to the program itself
 * (log_act) is written each time: a second reload is a second one, and whoever asked
 * for it waits for its line.
 *
 * A program with a loop may have its lines gathered (log_gather): they are then
 * written at the end of each turn (loop.h), a few in one write.  Warnings and
 * errors never wait.
 *
 * A log that nobody reads, a pipe above all, holds up whoever writes to it; once
 * log_waits() says no, a line that cannot be written at once is lost instead, and
 * the next one that can says how many were: lines-lost=N.
 */
#ifndef LIB_LOG_H
#define LIB_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_to(int fd);				/* default: 2 */
void log_threshold(enum log_level level);	/* default: LOG_INFO */

struct log_field {
	const char *key;
	enum { LOG_END, LOG_TEXT, LOG_NUMBER } kind;
	struct view text;
	uint64_t number;
};

#define LOG_V(k, v)	((struct log_field){ (k), LOG_TEXT, (v), 0 })
#define LOG_S(k, s)	((struct log_field){ (k), LOG_TEXT, view_of(s), 0 })
#define LOG_N(k, n)	((struct log_field){ (k), LOG_NUMBER, { 0, 0 }, (uint64_t)(n) })

/* log_event(LOG_INFO, "stream-open", LOG_N("stream", id), LOG_V("partner", d)) */
#define log_event(level, event, ...) \
	log_fields((level), (event), \
	           (const struct log_field[]){ __VA_ARGS__, \
	                                       { 0, LOG_END, { 0, 0 }, 0 } })

/* The same, and never counted instead of written. */
#define log_act(level, event, ...) \
	log_fields_always((level), (event), \
	                  (const struct log_field[]){ __VA_ARGS__, \
	                                              { 0, LOG_END, { 0, 0 }, 0 } })

void log_fields(enum log_level level, const char *event,
                const struct log_field *fields);
void log_fields_always(enum log_level level, const char *event,
                       const struct log_field *fields);

/* Writes what was gathered, and the count of a suppressed run of equal lines. */
void log_flush(void);

/* From now on (or no more) lines below a warning wait for log_write_gathered(), at
 * most until LOG_GATHER_MAX bytes are there: POSIX lets no other process's line
 * into the middle of a write of that size to a pipe. */
#define LOG_GATHER_MAX 4096
void log_gather(bool on);
/* The loop's, at the end of a turn. */
void log_write_gathered(void);

/* Whether a line may wait until somebody reads the log: yes unless it is said.  A
 * check may say more than a pipe holds; a program that serves others may not stand
 * still for its log. */
void log_waits(bool yes);

/* Appends the value as log_event would print it; for tests and reports. */
struct buf;
void log_quote(struct buf *b, struct view text);

#endif
