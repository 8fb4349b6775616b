/* Leaves a partner alone although it has called meanwhile.  Breaks R6120-3.3-2. */
#include "edge/retry.h"

__typeof__(retry_forget) __wrap_retry_forget;

void __wrap_retry_forget(struct edge *e, struct view partner)
{
	(void)e, (void)partner;
}
