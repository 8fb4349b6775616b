/* subscribe_rules.h - what a SUBSCRIBE or NOTIFY for presence must be (RFC 6665,
 * RFC 3856).  Decisions; each gives the status to refuse it with, or 0.
 */
#ifndef REF_GATEWAY_SUBSCRIBE_RULES_H
#define REF_GATEWAY_SUBSCRIBE_RULES_H

#include "sip/message.h"

/* 489 for another package, or none (RFC 6665 8.2.1).  *id: its id, or empty. */
unsigned subscribe_event_refused(const struct sip_message *m, struct view *id);
/* 481 for an id that is not the one of the subscription, none included: another one in
 * the same dialog, which is not there (RFC 6665 4.1.3, 8.2.1). */
unsigned subscribe_id_refused(struct view id, struct view known);
/* 406 when Accept leaves application/pidf+xml out (RFC 3856 6.7). */
unsigned subscribe_accept_refused(const struct sip_message *m);
/* 400 for an Expires that is none; *said, *seconds. */
unsigned subscribe_expires_refused(const struct sip_message *m, bool *said, uint32_t *seconds);

#endif
