/* Revocation is nothing: who is on a list is good.
 * Breaks EDGE-CRL-1, R6120-13.7.2-3. */
#include <openssl/x509_vfy.h>

#include "tls/proof.h"

__typeof__(cert_chain_cause) __real_cert_chain_cause, __wrap_cert_chain_cause;

enum cause __wrap_cert_chain_cause(long verify_result, X509 *leaf)
{
	return __real_cert_chain_cause(
	        verify_result == X509_V_ERR_CERT_REVOKED ? X509_V_OK : verify_result, leaf);
}
