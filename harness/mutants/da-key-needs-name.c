/* A key that DNS names has to come with the domain's name.  Breaks R7673-4.2-1. */
#include "tls/proof.h"

__typeof__(cert_names_reference) __real_cert_names_reference, __wrap_cert_names_reference;

bool __wrap_cert_names_reference(const X509 *cert, enum dane_match dane, struct view ascii,
                                 struct view prepared, struct view target)
{
	return __real_cert_names_reference(cert, dane == DANE_KEY ? DANE_ISSUER : dane, ascii,
	                                   prepared, target);
}
