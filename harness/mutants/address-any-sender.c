/* Takes a stanza from any domain, once the stream has proved one.
 * Breaks R7712-4.4.1-1, R6120-8.1.2.2-2, R6120-8.1.2.2-3, X0220-2.2.1-6, X0220-2.2.1-1. */
#include "xmpp/pairs.h"

__typeof__(sender_is_proved) __wrap_sender_is_proved;

bool __wrap_sender_is_proved(const struct pairs *p, struct view from)
{
	(void)p, (void)from;
	return true;
}
