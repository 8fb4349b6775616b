/* Gives a partner one connection more than its limit.  Breaks LYNC-GLOB-4, LYNC-PART-11. */
#include "edge/admission.h"

__typeof__(seat_refused) __real_seat_refused, __wrap_seat_refused;

enum cause __wrap_seat_refused(struct room all, struct room partner)
{
	partner.max++;
	return __real_seat_refused(all, partner);
}
