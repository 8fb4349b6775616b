/* A watch lasts an hour, whatever it asks for.  Breaks R6665-3.1.1-1, R6665-4.2.2-2. */
#include "sip/notifier.h"

__typeof__(notifier_grants) __wrap_notifier_grants;

uint32_t __wrap_notifier_grants(bool said, uint32_t asked, uint32_t usual, uint32_t most)
{
	(void)said, (void)most;
	return asked == 0 && said ? 0 : usual;
}
