/* Gives every stream error the same condition.
 * Breaks R6120-8.1.1.2-1, R6120-8.1.1.2-2, R6120-8.1.1.2-3, R6120-8.1.2.2-1, R6120-8.1.2.2-2, R6120-8.1.2.2-3, R6120-8.1.2.2-4, R6120-4.8.3-1, R6120-4.8.4-2, R6120-11.1-8, R6120-11.3-1, R6120-11.6-1, R6120-11.6-2, R6120-11.7-1, R6120-13.12-4, R6120-4.3.5-2, R6120-4.3.5-3. */
#include "cause/cause.h"

__typeof__(cause_stream_condition) __real_cause_stream_condition, __wrap_cause_stream_condition;

const char *__wrap_cause_stream_condition(enum cause c)
{
	return __real_cause_stream_condition(c) == NULL ? NULL : "undefined-condition";
}
