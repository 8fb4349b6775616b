/* Who is denied goes on with his watch as if nothing had been said.
 * Breaks R8048-5.3.1-4. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_dialog_end) __wrap_sip_dialog_end;

void __wrap_sip_dialog_end(struct sip_dialog *d, enum notifier_reason why)
{
	(void)d, (void)why;
}
