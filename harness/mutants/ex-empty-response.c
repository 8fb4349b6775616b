/* Calls with an initial response that is not there.  Breaks R6120-6.4.2-1. */
#include "xmpp/sasl.h"

__typeof__(sasl_text) __wrap_sasl_text;

struct view __wrap_sasl_text(struct view authzid, struct region *r)
{
	(void)authzid, (void)r;
	return VIEW("");
}
