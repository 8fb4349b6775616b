/* verb.h - every verb of the language, once.
 *
 * The loader matches a step's words against `form`; the manual prints the
 * table; cast/ has one function per verb and judge/ one rule per verb.
 * In a form: <slot> takes one word into arg[]; [ ] is optional; a payload is
 * announced by the column `payload`.
 */
#ifndef HARNESS_VERB_H
#define HARNESS_VERB_H

#define VERB_ARGS 6

enum verb {
#define X(name, ...) VERB_##name,
#include "scenario/verb.tbl"
#undef X
	VERB_COUNT
};

enum verb_sort {
	VERB_DOES,	/* the actor does something */
	VERB_EXPECTS,	/* something must be seen */
	VERB_DENIES,	/* something must not have been seen: needs a fence */
	VERB_FENCES,
};

enum verb_payload { PAYLOAD_NONE, PAYLOAD_TEMPLATE, PAYLOAD_PATTERN, PAYLOAD_PATTERNS,
                    PAYLOAD_FIELDS	/* header fields of SIP and a body; or nothing */ };

struct verb_row {
	const char *name;
	enum verb_sort sort;
	unsigned kinds;		/* bits of 1u << enum actor_kind */
	enum verb_payload payload;
	const char *form;	/* behind the actor's name */
	const char *doc;	/* a sentence for the manual */
};

const struct verb_row *verb_row(enum verb v);

#endif
