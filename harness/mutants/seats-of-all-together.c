/* Counts the connections of all partners against the limit of one.  Breaks LYNC-GLOB-4. */
#include "edge/admission.h"

__typeof__(seat_refused) __real_seat_refused, __wrap_seat_refused;

enum cause __wrap_seat_refused(struct room all, struct room partner)
{
	partner.used = all.used;
	return __real_seat_refused(all, partner);
}
