/* typing_lapse.h - who is seen typing, and until when (RFC 3994 3.3).
 *
 * An active state that is not repeated is over when its time is, and whoever
 * sees it is told: a chat state of XMPP has no time of its own.  A text, or an
 * idle state, ends it before that.
 * Not here: documents (typing.h), stanzas and the clock (message_typing.c).
 */
#ifndef REF_GATEWAY_TYPING_LAPSE_H
#define REF_GATEWAY_TYPING_LAPSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jid/jid.h"
#include "lib/region.h"
#include "lib/view.h"

/* Attack: a user who types to everybody and to none of them an end.  A state
 * beyond these is passed on, and stays. */
#define TYPING_LAPSES_MAX 1000

struct typing_lapses;

struct typed { /* whose state, to whom */
	struct jid from, to;
	struct view thread; /* empty: none */
};

struct typing_lapses *typing_lapses_new(void);
void typing_lapses_free(struct typing_lapses **lp);

/* The state of `key` lasts until `due` (the caller's clock); *t is copied and
 * takes the place of what was there.  False: there are too many. */
bool typing_lapses_begin(struct typing_lapses *l, struct view key, const struct typed *t,
                         uint64_t due);
/* It ended by itself; nothing when there is none. */
void typing_lapses_end(struct typing_lapses *l, struct view key);
/* When the first one is over; UINT64_MAX: there is none. */
uint64_t typing_lapses_next(const struct typing_lapses *l);
/* True: one is over at `now`; it is forgotten, and copied to *out in `r`. */
bool typing_lapses_take(struct typing_lapses *l, uint64_t now, struct region *r,
                        struct typed *out);
size_t typing_lapses_count(const struct typing_lapses *l);

/* Decides how long an active state lasts, in ms: as long as its document says
 * (`refresh`, in s), or `unsaid` ms when that is 0. */
uint64_t typing_lasts(unsigned refresh, uint64_t unsaid);

#endif
