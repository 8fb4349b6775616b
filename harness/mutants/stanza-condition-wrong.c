/* Gives every error of a stanza or a dialback element the same condition.
 * Breaks X0220-2.5-2, X0220-2.2.1-3, X0220-2.1.1-5, X0220-2.1.1-6, X0220-2.1.1-7, R6120-10.4.3-1, R6120-10.4.3-2, LYNC-DIALBACK-4, R6120-8.4-2, R6120-8.2.3-3, R6120-8.2.3-6. */
#include "cause/cause.h"

__typeof__(cause_stanza_condition) __real_cause_stanza_condition, __wrap_cause_stanza_condition;

const char *__wrap_cause_stanza_condition(enum cause c)
{
	return __real_cause_stanza_condition(c) == NULL ? NULL : "undefined-condition";
}
