/* Whom a certificate may name. */
#include "tls/proof.h"

bool cert_names_reference(const X509 *cert, enum dane_match dane, struct view ascii,
                          struct view prepared, struct view target)
{
	if (dane == DANE_KEY || cert_names_domain(cert, ascii, prepared))
		return true;
	return target.n != 0 && cert_names_host(cert, target);
}
