/* agent.h - how the gateway names itself in its requests (RFC 3261 20.41).
 *
 * The same product on each of them, whatever the method, so that call records can class
 * them.  Without a version, unless the operator writes one: 20.41 warns of what it tells an
 * attacker.  Not in responses: Server would say the same to whoever asks.
 */
#ifndef REF_GATEWAY_AGENT_H
#define REF_GATEWAY_AGENT_H

#include "gateway/settings.h"

#define AGENT_MAX 64 /* it counts in the size of a MESSAGE (RFC 3428 8) */

/* User-Agent; nothing where the setting is empty. */
void agent_put(const struct gateway_settings *s, struct view method, struct buf *out);

/* Products (token ["/" token]) with single blanks between, AGENT_MAX bytes at most; or
 * empty. */
bool agent_is_valid(struct view v);

#endif
