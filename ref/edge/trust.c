/* Whose word counts about a partner. */
#include "edge/settings.h"

const struct tls_context *trust_for(const struct edge_settings *s, const struct partner *p)
{
	if (p != NULL && p->number < s->n_partner_trust && s->partner_trust[p->number] != NULL)
		return s->partner_trust[p->number];
	return s->domain[0].tls;
}
