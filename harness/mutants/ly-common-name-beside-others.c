/* Takes a name on the link from a certificate that names somebody else as well.
 * Breaks LYNC-CERT-5. */
#include "tls/proof.h"

__typeof__(cert_names_host) __wrap_cert_names_host;

bool __wrap_cert_names_host(const X509 *cert, struct view host)
{
	(void)cert, (void)host;
	return true;
}
