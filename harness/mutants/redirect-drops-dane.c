/* Behind see-other-host forgets what DNS says of the partner's certificate.  Breaks EDGE-DANE-5. */
#include "edge/dial.h"

__typeof__(dial_follow) __real_dial_follow, __wrap_dial_follow;

void __wrap_dial_follow(struct dial *d, const struct redirect *r)
{
	struct redirect bare = *r;

	bare.has_tlsa = false;
	__real_dial_follow(d, &bare);
}
