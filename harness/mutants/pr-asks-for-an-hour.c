/* Asks on SIP for longer than a watch lives.  Breaks LYNC-GLOB-11. */
#include "gateway/watch_rules.h"

__typeof__(watch_asks_for) __wrap_watch_asks_for;

uint32_t __wrap_watch_asks_for(uint32_t expires, uint64_t interval)
{
	(void)interval;
	return expires;
}
