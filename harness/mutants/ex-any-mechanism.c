/* Takes every mechanism for EXTERNAL, offered or not, over TLS or not.
 * Breaks R6120-6.5.7-1, R6120-6.5.4-1. */
#include "xmpp/admission.h"

__typeof__(sasl_refusal) __wrap_sasl_refusal;

enum cause __wrap_sasl_refusal(struct view mechanism, bool secure, bool offered)
{
	(void)mechanism, (void)secure, (void)offered;
	return CAUSE_NONE;
}
