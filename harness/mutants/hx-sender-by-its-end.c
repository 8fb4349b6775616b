/* Takes a sender's domain for proved that begins, or ends, as one that is does.
 * Breaks R6120-8.1.2.2-2, EDGE-BYTES-2. */
#include "xmpp/pairs.h"

__typeof__(sender_is_proved) __real_sender_is_proved, __wrap_sender_is_proved;

bool __wrap_sender_is_proved(const struct pairs *proved, struct view from)
{
	size_t pos = 0;
	struct pair pair;
	enum pair_state state;

	while (pairs_next(proved, &pos, &pair, &state))
		if (state == PAIR_PROVED && (view_ends(from, pair.from) || view_starts(from, pair.from)))
			return true;
	return __real_sender_is_proved(proved, from);
}
