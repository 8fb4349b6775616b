/* Takes every chain for good: dates, issuers and purposes do not matter.
 * Breaks R6120-6.3.4-4, R6120-13.7.2-1, R6120-13.7.2-2, R6120-13.7.1.1-1, R6120-13.7.2-4. */
#include "tls/proof.h"

__typeof__(cert_chain_cause) __wrap_cert_chain_cause;

enum cause __wrap_cert_chain_cause(long verify_result, X509 *leaf)
{
	(void)verify_result, (void)leaf;
	return CAUSE_NONE;
}
