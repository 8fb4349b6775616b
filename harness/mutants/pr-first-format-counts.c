/* Of the formats that a watcher takes the first alone counts.  Breaks LYNC-pres-1. */
#include "gateway/subscribe_rules.h"

__typeof__(subscribe_accept_refused) __real_subscribe_accept_refused,
	__wrap_subscribe_accept_refused;

unsigned __wrap_subscribe_accept_refused(const struct sip_message *m)
{
	struct sip_values accept = sip_message_values(m, SIP_ACCEPT);
	struct view first;

	if (sip_values_next(&accept, &first) && !view_starts(first, VIEW("application/pidf+xml")) &&
	    view_find(first, VIEW("*")) == first.n)
		return 406;
	return __real_subscribe_accept_refused(m);
}
