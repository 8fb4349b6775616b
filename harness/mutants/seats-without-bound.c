/* Gives every partner as many connections as it likes.  Breaks LYNC-GLOB-3, LYNC-GLOB-4, LYNC-PART-11, LYNC-PART-12. */
#include "edge/admission.h"

__typeof__(seat_refused) __wrap_seat_refused;

enum cause __wrap_seat_refused(struct room all, struct room partner)
{
	(void)all, (void)partner;
	return CAUSE_NONE;
}
