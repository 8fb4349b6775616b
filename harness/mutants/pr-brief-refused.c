/* No watch is too brief.  Breaks R6665-4.2.1.1-3. */
#include "sip/notifier.h"

__typeof__(notifier_interval_too_brief) __wrap_notifier_interval_too_brief;

bool __wrap_notifier_interval_too_brief(uint32_t asked, uint32_t least)
{
	(void)asked, (void)least;
	return false;
}
