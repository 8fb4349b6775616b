/* A contact never hears that a SIP user asks to see it.  Breaks R8048-5.3.1-1. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_ask) __wrap_sip_pair_ask;

void __wrap_sip_pair_ask(struct sip_pair *p)
{
	(void)p;
}
