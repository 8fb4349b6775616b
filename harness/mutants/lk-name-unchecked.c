/* Takes a gateway's name that its certificate does not carry.  Breaks LINK-2-1, LYNC-CERT-5. */
#include "tls/proof.h"

__typeof__(cert_names_host) __wrap_cert_names_host;

bool __wrap_cert_names_host(const X509 *leaf, struct view host)
{
	(void)leaf, (void)host;
	return true;
}
