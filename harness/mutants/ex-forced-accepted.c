/* Takes an EXTERNAL that was not offered, whatever the certificate.
 * Breaks R6120-6.3.4-4, R6120-13.7.2.1-2, X0178-3-3. */
#include "edge/admission.h"
#include "xmpp/admission.h"

__typeof__(sasl_refusal) __wrap_sasl_refusal;
__typeof__(external_refused) __wrap_external_refused;

enum cause __wrap_sasl_refusal(struct view mechanism, bool secure, bool offered)
{
	(void)mechanism, (void)secure, (void)offered;
	return CAUSE_NONE;
}

enum cause __wrap_external_refused(struct view identity, enum cause certificate)
{
	(void)identity, (void)certificate;
	return CAUSE_NONE;
}
