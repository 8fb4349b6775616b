/* A request in a dialog is taken in whatever order it comes.  Breaks R3261-12.2.2-1. */
#include "sip/dialog.h"

__typeof__(dialog_in_order) __wrap_dialog_in_order;

bool __wrap_dialog_in_order(bool has_last, uint32_t last, uint32_t cseq)
{
	(void)has_last, (void)last, (void)cseq;
	return true;
}
