/* Makes one dialback key for all streams and domains.  Breaks X0185-2-1, X0185-2-2. */
#include "xmpp/dialback_key.h"

__typeof__(dialback_key_make) __real_dialback_key_make, __wrap_dialback_key_make;

void __wrap_dialback_key_make(const struct dialback_key *key, struct pair pair,
                              struct view stream_id, char *out)
{
	(void)pair, (void)stream_id;
	__real_dialback_key_make(key, (struct pair){ VIEW("a"), VIEW("b") }, VIEW("c"), out);
}
