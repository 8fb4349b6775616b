/* servers.h - servers that asked to be left alone for a while.
 *
 * RFC 3261 21.5.4: a 503 with Retry-After takes that one server out, and
 * nothing else.
 */
#ifndef REF_SIP_SERVERS_H
#define REF_SIP_SERVERS_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/locate.h"

#define SERVERS_MAX	64		/* remembered; a 503 costs its sender a request of ours */
#define SERVERS_AWAY_MAX 3600000	/* ms; one that wants to be rid of us for ever */

struct servers {		/* zeroed: none */
	struct {
		struct address at;
		enum sip_transport transport;
		uint64_t until;
	} away[SERVERS_MAX];
	uint64_t last;		/* nobody is away any more */
};

/* Leave it alone until `now` + `ms`.  The one that would be back first is
 * forgotten when there are too many. */
void servers_leave(struct servers *s, enum sip_transport transport, const struct address *at,
                   uint64_t now, uint64_t ms);
/* The decision: may it be asked? */
bool servers_may(const struct servers *s, enum sip_transport transport,
                 const struct address *at, uint64_t now);

#endif
