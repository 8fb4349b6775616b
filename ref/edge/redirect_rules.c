/* Whom the edge follows, and where to (P110). */
#include "edge/redirect.h"
#include "lib/address_scope.h"

bool redirect_is_followed(const struct partner *p, const struct policy_facts *f)
{
	if (p->proxy_fqdn != NULL)
		return false;
	if (policy_dane_refusal(f->dane, f->secure, f->certificate) != CAUSE_NONE)
		return false;
	if (!f->secure)
		return policy_allows(&p->policy, METHOD_TCP_DIALBACK);
	return f->certificate == CAUSE_NONE || policy_allows(&p->policy, METHOD_TLS_DIALBACK);
}

bool redirect_may_lead(const struct address *by, const struct address *to)
{
	return address_scope(to) >= address_scope(by);
}
