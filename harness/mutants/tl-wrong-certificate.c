/* Shows partners the certificate of the link.
 * Breaks R6120-5.4.3.1-5, R7590-3.5-1. */
#include "xmpp/conn.h"
#include "edge/settings.h"

__typeof__(own_domain) __real_own_domain, __wrap_own_domain;

const struct own_domain *__wrap_own_domain(const struct edge_settings *s, struct view prepared)
{
	static struct own_domain wrong;
	const struct own_domain *own = __real_own_domain(s, prepared);

	if (own == NULL)
		return NULL;
	wrong = *own;
	wrong.tls = s->link.tls;
	return &wrong;
}
