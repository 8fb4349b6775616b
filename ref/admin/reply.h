/* reply.h - the answer to one request: JSON objects, one a line.
 *
 * Rows first, then one line that says how it went:
 *
 *   {"program":"fed-edge","version":"0.1.0", ...}
 *   {"ok":true}
 *
 *   {"ok":false,"error":"\"x.example\" is no partner"}
 *
 * Rows that may be very many are made slice by slice, so that neither memory
 * nor the other work of the program depends on how fast they are read.  Rows
 * that are still to happen are waited for: the program goes on meanwhile.
 */
#ifndef REF_ADMIN_REPLY_H
#define REF_ADMIN_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "lib/buf.h"

struct reply { /* zeroed: nothing said yet */
	struct buf out;
	char *fault; /* NULL: ok */
	bool (*more)(void *state, struct reply *r);
	void (*done)(void *state);
	void *state;
	/* Nothing comes before reply_wake(). */
	bool waiting;
	void (*wake)(void *arg); /* whoever writes the answer; NULL: it asks */
	void *wake_arg;
};

/* Takes the row. */
void reply_row(struct reply *r, json_t *row);
/* It went wrong; what is said first counts.  Always false. */
bool reply_fault(struct reply *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The rest is made by `more`, a slice at each call, until it returns false; then,
 * or when nobody reads any more, `done` frees the state. */
void reply_slowly(struct reply *r, bool (*more)(void *state, struct reply *r),
                  void (*done)(void *state), void *state);

/* The rest comes when it has happened: `r` stays where it is until `done`, and takes
 * rows behind which reply_wake() is called.  reply_ended(): they were the last. */
void reply_later(struct reply *r, void (*done)(void *state), void *state);
void reply_wake(struct reply *r);
void reply_ended(struct reply *r);

/* Makes the next slice.  False: that was all, and the last line is in r->out. */
bool reply_more(struct reply *r);
void reply_free(struct reply *r); /* zeroes */

/* --- fields of a row -------------------------------------------------------- */

/* What is no UTF-8 is shown by question marks. */
void row_text(json_t *row, const char *key, struct view text);
void row_string(json_t *row, const char *key, const char *text); /* NULL: null */
void row_number(json_t *row, const char *key, uint64_t n);
void row_flag(json_t *row, const char *key, bool yes);
/* ms: as seconds, rounded down; `key` ends in -seconds. */
void row_seconds(json_t *row, const char *key, uint64_t ms);
/* Another text at the end of the list `key`, which is made when it is not there. */
void row_listed(json_t *row, const char *key, struct view text);

#endif
