/* Behind TLS from the first byte begins to count the time anew.  Breaks EDGE-TLS-5. */
#include "xmpp/admission.h"

__typeof__(establish_left) __wrap_establish_left;

uint64_t __wrap_establish_left(uint64_t whole, uint64_t passed)
{
	(void)passed;
	return whole;
}
