/* Makes new keys half as often as it may be asked for.  Breaks EDGE-RATE-3. */
#include "tls/talk.h"

__typeof__(tls_may_talk) __real_tls_may_talk, __wrap_tls_may_talk;

bool __wrap_tls_may_talk(size_t owed)
{
	return __real_tls_may_talk(2 * owed);
}
