/* Every 5xx means that the server is not reached.  Breaks R7247-7.2-16, R7247-7.2-17, R7247-7.2-8. */
#include "gateway/errors.h"

__typeof__(error_condition_for_status) __real_error_condition_for_status,
        __wrap_error_condition_for_status;

const struct from_sip_row *__wrap_error_condition_for_status(int status)
{
	return __real_error_condition_for_status(status / 100 == 5 ? 504 : status);
}
