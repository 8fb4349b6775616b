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
/* Has the response every Via of the request, in order (RFC 3261 8.2.6.2)?
 * received and rport of the top one may be added. */
bool sip_vias_are_kept(struct view request, struct view response, struct buf *why);

#endif
