/* Shows everybody the certificate of the first domain when TLS comes first.
 * Breaks EDGE-TLS-1. */
#include "tls/context.h"

__typeof__(tls_context_serve) __wrap_tls_context_serve;

void __wrap_tls_context_serve(struct tls_context *c, const char *host,
                              const struct tls_context *other)
{
	(void)c, (void)host, (void)other;
}
