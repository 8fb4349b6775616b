/* Ends a stream of its own on which the partner sends a key, though it carries both
 * ways.  Breaks X0288-2.2-6. */
#include "xmpp/admission.h"

__typeof__(request_may_return) __wrap_request_may_return;

bool __wrap_request_may_return(bool bidi, bool established)
{
	(void)bidi, (void)established;
	return false;
}
