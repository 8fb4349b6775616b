/* message_answer.h - when and how a MESSAGE that crosses is answered.
 *
 * The promise of the gateway: SIP gets a 2xx when the stanza was handed to an
 * authenticated stream of the partner, not before (docs/link.md 5; P2).
 */
#ifndef REF_GATEWAY_MESSAGE_ANSWER_H
#define REF_GATEWAY_MESSAGE_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "gateway/settings.h"

enum message_stage {
	MESSAGE_SENT,   /* to the edge; nobody knows what became of it */
	MESSAGE_HANDED, /* to the partner's server */
};

/* The decision: may it be answered by a 2xx now?  `waited`: ack-wait is over. */
bool message_may_be_accepted(enum message_stage stage, bool waited);

/* 202 (RFC 3428 7: a relay into another domain), 200 for Lync (P1). */
unsigned message_accepted_status(enum sip_profile profile);

#endif
