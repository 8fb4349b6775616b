/* cause.h - why something was refused, from one table.
 *
 * A cause crosses every module of the reference; only this one knows what it
 * looks like on the wire.  The rows are in cause.tbl.
 */
#ifndef REF_CAUSE_H
#define REF_CAUSE_H

#include <stdbool.h>

#include "lib/view.h"

enum cause {
	CAUSE_NONE,		/* nothing was refused */
#define X(name, ...) CAUSE_##name,
#include "cause/cause.tbl"
#undef X
	CAUSE_COUNT
};

const char *cause_stream_condition(enum cause c);	/* NULL: ends no stream */
const char *cause_stanza_condition(enum cause c);	/* NULL: bounces nothing */
const char *cause_stanza_type(enum cause c);		/* NULL with the former */
int cause_sip_status(enum cause c);			/* 0: never reaches SIP */
const char *cause_label(enum cause c);			/* "none" for CAUSE_NONE */
const char *cause_words(enum cause c);

/* The cause with this label; CAUSE_NONE when there is none. */
enum cause cause_named(struct view label);

#endif
