/* Does not know what a status means that is in no table.
 * Breaks R3261-8.1.3.2-1. */
#include "gateway/errors.h"

__typeof__(error_condition_for_status) __wrap_error_condition_for_status;

__typeof__(error_condition_for_status) __real_error_condition_for_status;

const struct from_sip_row *__wrap_error_condition_for_status(int status)
{
	return __real_error_condition_for_status(status % 100 == 99 ? 481 : status);
}
