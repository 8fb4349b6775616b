/* message_request.h - the MESSAGE request that carries a message of XMPP
 * (RFC 3428 4, RFC 7572 4).
 */
#ifndef REF_GATEWAY_MESSAGE_REQUEST_H
#define REF_GATEWAY_MESSAGE_REQUEST_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/region.h"
#include "xml/element.h"

struct gateway;
struct im_out;

/* What Via adds to a request, at most: the size rule counts the whole of it. */
#define MESSAGE_REQUEST_VIA 120

/* A whole request without Via.  Fills im->call_id when it is empty. */
void message_request(struct gateway *g, struct im_out *im, struct region *r, struct buf *out);

/* The decision: would its sender learn from an error?  Not from one for an error
 * (RFC 6120 8.3.1), nor for what carries no text (RFC 6121 5.2.2, XEP-0085 5.5). */
bool message_wants_an_answer(const struct element *stanza);

#endif
