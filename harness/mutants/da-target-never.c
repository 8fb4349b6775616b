/* The target may never be named instead of the domain.  Breaks R7673-4.1-1. */
#include "tls/proof.h"

__typeof__(cert_names_reference) __real_cert_names_reference, __wrap_cert_names_reference;

bool __wrap_cert_names_reference(const X509 *cert, enum dane_match dane, struct view ascii,
                                 struct view prepared, struct view target)
{
	(void)target;
	return __real_cert_names_reference(cert, dane, ascii, prepared,
	                                   (struct view){ NULL, 0 });
}
