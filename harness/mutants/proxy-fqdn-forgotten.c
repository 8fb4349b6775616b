/* Asks for SRV records where a host was set by hand.  Breaks R6120-3.2.3-1, LYNC-DNS-3. */
#include "dns/locate.h"

__typeof__(locate) __real_locate, __wrap_locate;

void __wrap_locate(struct resolver *r, const char *domain, const char *proxy, uint64_t id,
                   locate_fn *fn, void *arg)
{
	(void)proxy;
	__real_locate(r, domain, NULL, id, fn, arg);
}
