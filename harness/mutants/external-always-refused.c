/* Refuses every certificate: SASL EXTERNAL never succeeds.
 * Breaks LYNC-MATRIX-2, R6120-6.3.4-2, R6120-13.7.1.2.1-1. */
#include "tls/proof.h"

__typeof__(cert_names_domain) __wrap_cert_names_domain;

bool __wrap_cert_names_domain(const X509 *cert, struct view ascii, struct view prepared)
{
	(void)cert, (void)ascii, (void)prepared;
	return false;
}
