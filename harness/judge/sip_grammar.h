/* sip_grammar.h - is a SIP message what RFC 3261 lets one send?
 *
 * The parser of sofia-sip is the second opinion on every message that the
 * system under test sends; rules of our own stand where it is known to let
 * things pass.  A word of the reference's own parser is never asked for.
 */
#ifndef HARNESS_SIP_GRAMMAR_H
#define HARNESS_SIP_GRAMMAR_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/view.h"

/* False: `why` says what is wrong, in one line.  `datagram`: as it came over
 * UDP. */
bool sip_is_right(struct view message, bool datagram, struct buf *why);
/* The same of a response to what was not right itself: what it must copy is not
 * looked at. */
bool sip_is_right_but_for_copies(struct view response, bool datagram, struct buf *why);
/* Has the response what it must copy (RFC 3261 8.2.6.2): every Via in order, to
 * which received and rport may be added, From, Call-ID, CSeq, and To, to which a
 * tag may be? */
bool sip_answers_rightly(struct view request, struct view response, struct buf *why);
/* Is `later` a request that may follow `earlier` of the same sender: its CSeq
 * is higher in the same dialog or call (RFC 3261 12.2.1.1)? */
bool sip_follows_rightly(struct view earlier, struct view later, struct buf *why);

#endif
