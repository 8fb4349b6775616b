/* text.h - numbers, durations, encodings, each read strictly.
 *
 * Every reader takes the whole view or fails: no leading space, no trailing
 * text, no sign where none is meant.  Out arguments are written on success
 * only.
 */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"

bool text_u64(struct view v, uint64_t min, uint64_t max, uint64_t *out);

/* Of TCP or UDP.  No zero in front: some read 010 as eight. */
bool text_port(struct view v, unsigned min, unsigned *out);

/* "500ms", "60s", "5m", "8h"; a bare number is seconds.  Milliseconds out. */
bool text_duration(struct view v, uint64_t *ms);

/* "yes", "no", "true", "false". */
bool text_bool(struct view v, bool *out);

/* "4096", "64KiB", "1MiB". */
bool text_size(struct view v, uint64_t *bytes);

/* Base64 of RFC 4648 section 4: no character outside the alphabet, pad only
 * at the end, and complete (RFC 6120 13.9.1). */
bool text_base64_decode(struct view v, struct buf *out);
void text_base64_encode(struct view v, struct buf *out);

void text_hex(struct view v, struct buf *out);		/* lower case */
/* The same to where there is room for 2 * v.n + 1 bytes: text that is secret. */
void text_hex_to(struct view v, char *out);
/* What the digit stands for, in either case; -1: it is none. */
int text_hex_digit(char c);
/* What the two digits at `p` stand for; -1: they are none.  The second is looked at when
 * the first is one. */
int text_hex_byte(const char *p);

/* Well-formed UTF-8 (no overlong form, surrogate, or value above 10FFFF). */
bool text_utf8_valid(struct view v);

/* The part of `v` of at most `max` bytes that ends between two characters. */
struct view text_utf8_cut(struct view v, size_t max);

/* True when no byte is a control character, space, or outside ASCII. */
bool text_is_token(struct view v);

#endif
