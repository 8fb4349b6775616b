/* Addresses of IPv6 are not tried.  Breaks LYNC-PORT-7. */
#include <sys/socket.h>

#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location left;
	const struct location *all = __real_plan_location(p);
	size_t n = 0;

	left = *all;
	for (size_t i = 0; i < all->n; i++)
		if (all->attempt[i].at.ss.ss_family != AF_INET6)
			left.attempt[n++] = all->attempt[i];
	left.n = n;
	return &left;
}
