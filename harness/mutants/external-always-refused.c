/* Refuses every EXTERNAL.  Breaks LYNC-MATRIX-2, R6120-6.3.4-2, R6120-13.7.1.2.1-1, LYNC-DNS-4. */
#include "edge/admission.h"

__typeof__(external_refused) __wrap_external_refused;

enum cause __wrap_external_refused(struct view identity, enum cause certificate)
{
	(void)identity, (void)certificate;
	return CAUSE_CERT_NAME;
}
