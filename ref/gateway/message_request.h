/* message_request.h - the MESSAGE request that carries a message of XMPP
 * (RFC 3428 4, RFC 7572 4).
 */
#ifndef REF_GATEWAY_MESSAGE_REQUEST_H
#define REF_GATEWAY_MESSAGE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jid/jid.h"
#include "lib/buf.h"
#include "lib/region.h"
#include "xml/element.h"

struct gateway;
struct im_out;

/* What Via adds to a request, at most: the size rule counts the whole of it. */
#define MESSAGE_REQUEST_VIA 120

/* A whole request without Via.  Fills im->call_id when it is empty. */
void message_request(struct gateway *g, struct im_out *im, struct region *r, struct buf *out);

/* What the size rule counts of a request made above: with Via, and with CSeq as
 * wide as it may become, so that the same text is not refused the next time. */
size_t message_request_size(size_t bytes, uint32_t cseq);

/* The decision: whose messages wait for each other?  Those to one user, to whichever
 * device (RFC 3428 8; a proxy forks as it likes). */
struct view message_queue_of(const struct jid *to, struct region *r);
/* The decision: `waiting` of them are there; is there no room for one more? */
bool message_queue_is_full(size_t waiting, size_t limit);
/* The same of one partner's. */
bool message_partner_is_full(size_t waiting, size_t limit);

/* The decision: would its sender learn from an error?  Not from one for an error
 * (RFC 6120 8.3.1), nor for what carries no text (RFC 6121 5.2.2, XEP-0085 5.5). */
bool message_wants_an_answer(const struct element *stanza);
/* Is its sender told that SIP has refused it (`status` as in struct sip_failure)?  Of a
 * headline only that it could not be tried: who is not there, or away, is nothing that
 * the sender of headlines learns (RFC 6121 8.5.1, 8.5.2.2.1; P51). */
bool message_failure_is_told(struct view type, int status);

#endif
