/* Makes new keys for as long as somebody asks.  Breaks EDGE-RATE-3. */
#include "tls/talk.h"

__typeof__(tls_may_talk) __wrap_tls_may_talk;

bool __wrap_tls_may_talk(size_t owed)
{
	(void)owed;
	return true;
}
