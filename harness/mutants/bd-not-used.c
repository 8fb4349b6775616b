/* Agrees that a stream carries both ways, and dials all the same: what is for the
 * partner never comes on its own stream.  Breaks X0288-2.2-5. */
#include "edge/admission.h"

__typeof__(stanza_may_return) __wrap_stanza_may_return;

bool __wrap_stanza_may_return(bool bidi, const struct pairs *proved, struct pair pair,
                              const struct partner *partner, enum policy_method method)
{
	(void)bidi, (void)proved, (void)pair, (void)partner, (void)method;
	return false;
}
