/* Lets a peer try to authenticate as often as it likes.  Breaks R6120-6.4.5-1. */
#include "xmpp/admission.h"

__typeof__(sasl_too_often) __wrap_sasl_too_often;

bool __wrap_sasl_too_often(unsigned n, unsigned limit)
{
	(void)n, (void)limit;
	return false;
}
