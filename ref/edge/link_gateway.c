/* The decisions of link.h about who calls. */
#include "edge/link.h"

#include "tls/proof.h"

static bool is_below(size_t n, size_t max)
{
	return n < (max > LINK_WAITING_MIN ? max : LINK_WAITING_MIN);
}

bool link_has_room(const struct link_room *r)
{
	return r->all < r->max && is_below(r->waiting, r->max / 2) &&
	       is_below(r->of_address, r->max / 4);
}

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
