/* Only records of usage 3 count.  Breaks EDGE-DANE-1, EDGE-DANE-2. */
#include "dns/tlsa.h"

__typeof__(tlsa_usable) __real_tlsa_usable, __wrap_tlsa_usable;

bool __wrap_tlsa_usable(const struct tlsa *t)
{
	return t->usage == TLSA_DANE_EE && __real_tlsa_usable(t);
}
