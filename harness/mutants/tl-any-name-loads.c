/* Takes a certificate that does not name the domain.  Breaks EDGE-CERT-2, LYNC-CERT-1. */
#include "tls/context.h"

__typeof__(tls_context_names) __wrap_tls_context_names;

bool __wrap_tls_context_names(const struct tls_context *c, const char *domain)
{
	(void)c, (void)domain;
	return true;
}
