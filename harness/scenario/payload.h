/* payload.h - patterns that are matched, templates that are filled.
 *
 * A payload is XML (or a fragment of a stream) with {...} in it:
 *   {any}  {absent|normal}  {a|b}  {/regex/}  {$name}  {$actor.stream-id}
 *   {fresh KIND as $name}  {filler}  {<x/> if COLUMN=VALUE}  {!<x/> if ...}
 * and, as children, !<x/> (absent) and {only} (no other children).  In a
 * pattern, named attributes and children must be there; others may.
 * docs/scenario-language.md lists all.
 */
#ifndef HARNESS_PAYLOAD_H
#define HARNESS_PAYLOAD_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/rng.h"
#include "lib/view.h"

/* --- bindings: $name, $name.part ------------------------------------------- */
struct bindings;

struct bindings *bindings_new(void);
void bindings_free(struct bindings **bp);
struct bindings *bindings_copy(const struct bindings *b);
bool bindings_get(const struct bindings *b, struct view name, struct view *out);
void bindings_set(struct bindings *b, struct view name, struct view value);

/* --- fresh values: all from the seed of the case ----------------------------- */
bool fresh_is_known(struct view kind);	/* id word key tag callid body ... */
void fresh(struct rng *r, struct view kind, struct buf *out);

/* --- payloads ----------------------------------------------------------------- */
struct payload;

/* The text as it stands in the file behind the margin, lines joined by LF. */
struct view payload_text(const struct payload *p);
unsigned payload_line(const struct payload *p);

/* A template filled: bytes for the wire.  New names are bound.  XML payloads
 * lose the line ends and indentation between tags; raw ones keep only what
 * their escapes say.  `filler_to` > 0: {filler} makes the whole that long. */
bool payload_fill(const struct payload *p, bool raw, size_t filler_to,
                  struct bindings *b, struct rng *r, struct buf *out,
                  struct fault *f);

/* What was received, parsed once (libxml2); NULL: not XML. */
struct unit;
struct unit *unit_parse(struct view xml);
void unit_free(struct unit **up);

struct mismatch {		/* the first difference, for people */
	char *where;		/* "message/@from", "message/body" */
	char *expected;
	char *got;
};
void mismatch_free(struct mismatch *m);

/* Does the unit match?  Names bound by the match are added to `b` only on
 * success.  m may be NULL. */
bool payload_matches(const struct payload *p, const struct unit *u,
                     struct bindings *b, struct mismatch *m);

#endif
