/* sip_write.h - SIP messages of the actors: what a script leaves out.
 *
 * Pure: text in, text out.  The bytes a script wrote stay as they are; lines
 * are added behind the start line or before the empty line.
 */
#ifndef HARNESS_SIP_WRITE_H
#define HARNESS_SIP_WRITE_H

#include "lib/buf.h"
#include "scenario/sip_text.h"

struct sip_hop {               /* the Via of a request */
	const char *transport; /* "UDP" */
	const char *host;
	unsigned port;
	const char *branch, *inner_branch; /* inner: NULL: no second Via */
	const char *inner_host;
};

/* Adds, where the message has none: Via, Max-Forwards and CSeq to a request,
 * Content-Length to any. */
void sip_complete(struct view message, const struct sip_hop *hop, struct buf *out);
/* A response (RFC 3261 8.2.6.2).  `fields` are header lines, an empty line and
 * a body, or nothing; what they have is not added.  `reason` NULL: the usual. */
void sip_answer(const struct sip_text *request, unsigned status, const char *reason,
                const char *to_tag, const char *contact, struct view fields, struct buf *out);
const char *sip_reason(unsigned status);
/* ACK for a final response to our INVITE (RFC 3261 17.1.1.3, 13.2.2.4). */
void sip_ack(const struct sip_text *invite, const struct sip_text *response, const char *branch,
             struct buf *out);
/* The top Via's branch; empty without one. */
struct view sip_branch(const struct sip_text *t);

/* One tuple (RFC 3863), as the front end's presence server would say it. */
void sip_document(const char *jid, const char *resource, const char *show, const char *saying,
                  struct buf *out);

#endif
