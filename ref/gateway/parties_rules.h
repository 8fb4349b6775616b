/* parties_rules.h - the decisions about who is on the ends of a request. */
#ifndef REF_GATEWAY_PARTIES_RULES_H
#define REF_GATEWAY_PARTIES_RULES_H

#include <stdbool.h>

#include "cause/cause.h"
#include "jid/jid.h"

/* May a request come from `who`?  Only from a user of a domain that we speak
 * for: a loop through us, or a forged sender, ends here (RFC 7247 8, P36). */
enum cause sender_refused(const struct jid *who, bool served);

#endif
