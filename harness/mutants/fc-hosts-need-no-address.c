/* A check takes a host without address for one with.  Breaks LYNC-DNS-2. */
#include "check/edge_check.h"

__typeof__(check_host_is_there) __wrap_check_host_is_there;

bool __wrap_check_host_is_there(const struct dns_reply *a, const struct dns_reply *aaaa)
{
	(void)a, (void)aaaa;
	return true;
}
