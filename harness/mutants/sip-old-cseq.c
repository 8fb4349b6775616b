/* Takes a request that is older than the last one in its dialog.
 * Breaks R3261-12.2.2-2, R3261-12.2.2-1. */
#include "sip/dialog.h"

__typeof__(dialog_in_order) __wrap_dialog_in_order;

bool __wrap_dialog_in_order(bool has_last, uint32_t last, uint32_t cseq)
{
	(void)has_last, (void)last, (void)cseq;
	return true;
}
