/* A check takes missing SRV records, and those of no service, as they are.  Breaks LYNC-DNS-2. */
#include "check/edge_check.h"

__typeof__(check_srv) __real_check_srv, __wrap_check_srv;

const char *__wrap_check_srv(const struct dns_reply *reply, const struct edge_settings *s)
{
	return reply->n_srv == 0 || reply->srv[0].target[0] == '\0'
	               ? NULL
	               : __real_check_srv(reply, s);
}
