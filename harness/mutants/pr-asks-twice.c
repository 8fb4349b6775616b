/* Asks to see a contact a second time before the first is answered.  Breaks LYNC-GTALK-3. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_ask) __real_sip_pair_ask, __wrap_sip_pair_ask;

void __wrap_sip_pair_ask(struct sip_pair *p)
{
	__real_sip_pair_ask(p);
	sip_pair_say(p, "subscribe");
}
