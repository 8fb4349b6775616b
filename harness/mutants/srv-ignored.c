/* Looks a partner up by its address alone.  Breaks R6120-3.2.1-1, R6120-3.2.1-2, R6120-3.2.1-5. */
#include "dns/locate.h"

__typeof__(locate) __real_locate, __wrap_locate;

void __wrap_locate(struct resolver *r, const char *domain, const char *proxy, uint64_t id,
                   locate_fn *fn, void *arg)
{
	__real_locate(r, domain, proxy != NULL ? proxy : domain, id, fn, arg);
}
