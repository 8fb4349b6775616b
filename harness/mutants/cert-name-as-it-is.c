/* Looks in a certificate for the domain as it is written on the stream.  Breaks R6125-6.4.2-1. */
#include "tls/proof.h"

__typeof__(cert_names_domain) __real_cert_names_domain, __wrap_cert_names_domain;

bool __wrap_cert_names_domain(const X509 *cert, struct view ascii, struct view prepared)
{
	return __real_cert_names_domain(cert, prepared.n > 0 ? prepared : ascii, prepared);
}
