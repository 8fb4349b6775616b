/* Which attempts are made, and where they come from. */
#include "edge/dial.h"

bool dial_is_wanted(const struct attempt *at, bool direct_tls)
{
	return at->direct_tls == direct_tls;
}

enum tls_role dial_role(bool probe)
{
	return probe ? TLS_CLIENT : TLS_CLIENT_AGAIN;
}

const struct address *dial_source(const struct edge_settings *s, const struct address *to)
{
	for (size_t i = 0; i < s->n_call_from; i++)
		if (s->call_from[i].ss.ss_family == to->ss.ss_family)
			return &s->call_from[i];
	return NULL;
}
