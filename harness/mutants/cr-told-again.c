/* Does not keep that a watcher has heard of his permission.  Breaks R8048-5.2.1-5, R8048-6.3-1, GW-RS-2. */
#include "gateway/store.h"

__typeof__(store_told) __wrap_store_told;

void __wrap_store_told(struct store *s, enum store_side side, struct view watcher,
                       struct view presentity)
{
	(void)s, (void)side, (void)watcher, (void)presentity;
}
