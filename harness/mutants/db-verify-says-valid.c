/* As authority, says yes to every key.  Breaks X0220-2.2.2-1, X0220-2.2.2-2, LYNC-GLOB-14. */
#include "xmpp/dialback_key.h"

__typeof__(dialback_key_matches) __wrap_dialback_key_matches;

bool __wrap_dialback_key_matches(const struct dialback_key *key, struct pair pair,
                                 struct view stream_id, struct view presented)
{
	(void)key, (void)pair, (void)stream_id, (void)presented;
	return true;
}
