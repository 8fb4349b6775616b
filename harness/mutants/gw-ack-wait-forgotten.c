/* A MESSAGE is answered when it was handed over, although errors are to be waited
 * for.  Breaks R7247-7.1-1, R7247-7.1-5, R7247-7.1-14, R7247-7.1-16. */
#include "gateway/message_answer.h"

__typeof__(message_may_be_accepted) __real_message_may_be_accepted,
        __wrap_message_may_be_accepted;

bool __wrap_message_may_be_accepted(enum message_stage stage, bool waited)
{
	(void)waited;
	return __real_message_may_be_accepted(stage, true);
}
