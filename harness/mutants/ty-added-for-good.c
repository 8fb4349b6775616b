/* Whom a user has added once stays added, however long ago it ended.
 * Breaks LYNC-TYPE-12. */
#include "gateway/watch_rules.h"

__typeof__(watch_counts_as_added) __wrap_watch_counts_as_added;

bool __wrap_watch_counts_as_added(bool has_dialog, uint64_t alive, uint64_t now, uint64_t interval)
{
	(void)now, (void)interval;
	return has_dialog || alive != 0;
}
