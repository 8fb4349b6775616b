/* Does not count how often it is sent elsewhere.  Breaks R6120-4.9.3.19-4. */
#include "edge/outbound_private.h"

__typeof__(dial_new) __real_dial_new, __wrap_dial_new;

struct dial *__wrap_dial_new(struct edge *e, const char *domain, const char *proxy,
                             const struct dial_ops *ops, void *arg)
{
	((struct outbound *)arg)->redirects = 0;
	return __real_dial_new(e, domain, proxy, ops, arg);
}
