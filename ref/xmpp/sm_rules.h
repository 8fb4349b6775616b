/* sm_rules.h - the decisions about stream management (XEP-0198).
 *
 * Pure functions, each the answer to one question.  Not here: counting (sm.h).
 */
#ifndef REF_XMPP_SM_RULES_H
#define REF_XMPP_SM_RULES_H

#include <stdbool.h>

#include "lib/view.h"
#include "xmpp/sm.h"

/* May it be enabled, or a session resumed?  Only where it was offered, which is
 * behind authentication, and once on a stream (3). */
bool sm_may_begin(bool offered, bool managed);

/* May who has proved `from` to us as `to` go on with a session of that owner?
 * All four are prepared, and were proved by EXTERNAL.  Attack: somebody else who
 * has seen or guessed the id (X0198-5-2). */
bool sm_may_resume(struct view owner_from, struct view owner_to, struct view from,
                   struct view to);

/* Does a session outlive this end of its stream?  A closing tag and a stream
 * error are meant; silence and a lost connection are what a break looks like. */
bool sm_outlives(bool lost, enum cause cause);
/* Does it pay to dial for it?  With nothing left to send again a new stream, once
 * there is something to send, does as well. */
bool sm_is_worth_a_call(size_t unacked);

/* A stanza is handed over when the kernel has it; where it is acknowledged, not
 * before that (P54). */
bool sm_is_handed(bool managed, bool acknowledged);

/* A session cannot be resumed.  What the peer has not acknowledged is sent again
 * only where it is known not to have arrived: it has told its count.  Else it
 * returns to its sender, and may have arrived all the same (P55). */
bool sm_may_send_again(bool count_known);

/* How long it is tried to resume: our time, or the peer's (`max` in seconds; 0:
 * not said) if that is shorter. */
uint64_t sm_resume_time(uint64_t ours_ms, uint64_t max);

#endif
