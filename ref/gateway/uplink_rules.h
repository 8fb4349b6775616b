/* uplink_rules.h - decisions about the link (docs/link.md). */
#ifndef REF_GATEWAY_UPLINK_RULES_H
#define REF_GATEWAY_UPLINK_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/uplink.h"

/* Is the oldest stanza whose fate is open to be counted by `<a/>` all the same?  So much is
 * not acknowledged because of it, itself included.  Attack: one message to a phone that
 * does not answer, and then as many of any kind as fill the window of the edge, which has
 * no room for anybody else's then.  Half of the window, which both ends have alike. */
bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s);

#endif
