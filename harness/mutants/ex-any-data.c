/* Passes over data that is no base64, or holds no domain.
 * Breaks R6120-13.9.1-1, R6120-13.9.1-2, R6120-6.5.8-1. */
#include "xmpp/sasl.h"

__typeof__(sasl_read) __real_sasl_read, __wrap_sasl_read;

enum cause __wrap_sasl_read(struct view text, struct region *r, struct view *authzid)
{
	if (__real_sasl_read(text, r, authzid) != CAUSE_NONE)
		*authzid = VIEW("");
	return CAUSE_NONE;
}
