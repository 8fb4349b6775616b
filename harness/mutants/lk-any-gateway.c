/* Lets every caller with a certificate in on the link.  Breaks LYNC-PORT-4. */
#include "edge/link.h"

__typeof__(gateway_refused) __wrap_gateway_refused;

enum cause __wrap_gateway_refused(const X509 *cert, enum cause chain, char *const *names,
                                  size_t n)
{
	(void)chain, (void)names, (void)n;
	return cert == NULL ? CAUSE_CERT_NONE : CAUSE_NONE;
}
