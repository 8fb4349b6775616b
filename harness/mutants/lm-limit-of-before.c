/* Says the limit of before authentication where nothing will be said again.  Breaks X0478-3-1. */
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_ours) __wrap_stream_limits_ours;

uint32_t __wrap_stream_limits_ours(const struct stream_settings *set,
                                   const struct stream_offer *offer, bool authenticated)
{
	(void)offer, (void)authenticated;
	return (uint32_t)set->before.stanza;
}
