/* Takes the name in a certificate for all that is below it, too.  Breaks LYNC-CERT-2. */
#include "tls/proof.h"

__typeof__(cert_names_domain) __real_cert_names_domain, __wrap_cert_names_domain;

bool __wrap_cert_names_domain(const X509 *cert, struct view ascii, struct view prepared)
{
	struct view label, above_ascii, above;

	if (__real_cert_names_domain(cert, ascii, prepared))
		return true;
	return view_cut(ascii, '.', &label, &above_ascii) &&
	       view_cut(prepared, '.', &label, &above) &&
	       __real_cert_names_domain(cert, above_ascii, above);
}
