/* The decisions of link.h about who calls. */
#include "edge/link.h"

#include "tls/proof.h"

enum cause gateway_refused(const X509 *cert, enum cause chain,
                           char *const *names, size_t n)
{
	if (cert == NULL)
		return CAUSE_CERT_NONE;
	if (chain != CAUSE_NONE)
		return chain;
	for (size_t i = 0; i < n; i++)
		if (cert_names_host(cert, view_of(names[i])))
			return CAUSE_NONE;
	return CAUSE_GATEWAY_UNKNOWN;
}

bool gateway_may_resume(struct view owner, struct view gateway)
{
	return view_eq(owner, gateway);
}
