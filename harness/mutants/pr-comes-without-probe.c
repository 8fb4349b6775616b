/* Who comes back does not probe.  Breaks R6121-4.3.1-1. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_say) __real_sip_pair_say, __wrap_sip_pair_say;

bool __wrap_sip_pair_say(struct sip_pair *p, const char *type)
{
	return view_is(view_of(type), "probe") || __real_sip_pair_say(p, type);
}
