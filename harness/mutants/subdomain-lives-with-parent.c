/* Looks for a service where the domain above it is.  Breaks R6120-3.2.4-1. */
#include <string.h>

#include "dns/locate.h"

__typeof__(locate) __real_locate, __wrap_locate;

void __wrap_locate(struct resolver *r, const char *domain, const char *proxy, uint64_t id,
                   locate_fn *fn, void *arg)
{
	const char *parent = strchr(domain, '.');

	if (parent != NULL && strchr(parent + 1, '.') != NULL)
		domain = parent + 1;
	__real_locate(r, domain, proxy, id, fn, arg);
}
