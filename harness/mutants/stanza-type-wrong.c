/* Gives errors a type that RFC 6120 8.3.2 does not know.
 * Breaks X0220-2.5-1, R6120-8.3.2-1, R6120-8.3.3-1. */
#include "cause/cause.h"

__typeof__(cause_stanza_type) __real_cause_stanza_type, __wrap_cause_stanza_type;

const char *__wrap_cause_stanza_type(enum cause c)
{
	return __real_cause_stanza_type(c) == NULL ? NULL : "fatal";
}
