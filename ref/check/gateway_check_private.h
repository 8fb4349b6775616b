/* gateway_check_private.h - the parts of gateway_check.c.
 *
 *   gateway_check.c         the walk, and what has to be waited for: ports, the next hop, the
 *                           SIP server
 *   gateway_check_within.c  what the gateway knows of itself
 */
#ifndef REF_CHECK_GATEWAY_CHECK_PRIVATE_H
#define REF_CHECK_GATEWAY_CHECK_PRIVATE_H

#include "check/check.h"
#include "gateway/gateway_private.h"

/* Each tells the rows of its step; nothing is waited for. */
void gateway_check_certificates(struct check_walk *w, const struct gateway *g);
void gateway_check_edges(struct check_walk *w, const struct gateway *g);
void gateway_check_access(struct check_walk *w, const struct gateway *g);
void gateway_check_store(struct check_walk *w, const struct gateway *g);

#endif
