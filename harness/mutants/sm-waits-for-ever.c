/* Waits for ever for who acknowledges nothing.  Breaks EDGE-SM-5. */
#include "edge/written.h"

__typeof__(written_manage) __real_written_manage, __wrap_written_manage;

void __wrap_written_manage(struct written *w, bool resumable, void (*silent)(void *arg),
                           void *arg)
{
	(void)silent;
	__real_written_manage(w, resumable, NULL, arg);
}
