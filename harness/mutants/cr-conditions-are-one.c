/* Knows one condition of errors alone.  Breaks R7247-7.1-1, R7247-7.1-2, R7247-7.1-6. */
#include "gateway/errors.h"

__typeof__(error_row_for_condition) __real_error_row_for_condition,
        __wrap_error_row_for_condition;

const struct to_sip_row *__wrap_error_row_for_condition(struct view condition)
{
	(void)condition;
	return __real_error_row_for_condition(VIEW("undefined-condition"));
}
