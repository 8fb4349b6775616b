/* Says limits beside a STARTTLS that is required.  Breaks X0478-3-2. */
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_said) __wrap_stream_limits_said;

bool __wrap_stream_limits_said(const struct stream_offer *offer)
{
	return offer->limits;
}
