/* floor_convert.h - the least that passes messages on between SIP (RFC 3261, 3428)
 * and the link of docs/link.md, and is still right on both wires.
 *
 *   MESSAGE -> <message/>, and when <handed/> comes 200 OK, with the Via, From, To,
 *   Call-ID and CSeq of the request;
 *   <message/> -> MESSAGE with a Via, a tag and a Call-ID of its own, one at a time to
 *   each user (RFC 3428 8), and when none waits for its answer any more <a/> to <r/>.
 *
 * It trusts its peers: whole field names, one value in each, addresses that need no
 * escapes, no error, no loss, nothing folded, no namespace but those expected.  It
 * knows no partners, no policy, no timers, and keeps nothing over a break.  Texts are
 * escaped, for they may say anything.
 */
#ifndef BENCH_FLOOR_CONVERT_H
#define BENCH_FLOOR_CONVERT_H

#include "lib/buf.h"

/* One whole message, one whole first-level element or tag of the stream; what is to be
 * sent is put behind what is there. */
void floor_from_sip(struct view message, struct buf *to_sip, struct buf *to_link);
void floor_from_link(struct view element, struct buf *to_sip, struct buf *to_link);

#endif
