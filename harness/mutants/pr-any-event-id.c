/* Takes what is said of another subscription in the same dialog.
 * Breaks R6665-4.1.3-1, R6665-4.2.1.4-2. */
#include "gateway/subscribe_rules.h"

__typeof__(subscribe_id_refused) __wrap_subscribe_id_refused;

unsigned __wrap_subscribe_id_refused(struct view id, struct view known)
{
	(void)id, (void)known;
	return 0;
}
