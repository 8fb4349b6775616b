/* Answers requests to a user otherwise when the user exists.
 * Breaks R6120-10.5.3.1-1, R6120-13.10.2-1, X0199-4.4-1, X0030-8-1, X0030-8-2, X0153-3.2-1, R6121-8.5.3.1-1, R6121-8.5.3.2.3-1. */
#include "edge/bounce.h"
#include "edge/local.h"

__typeof__(local_answer) __real_local_answer, __wrap_local_answer;

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	if (view_is(a->to.local, "juliet"))
		return bounce(r, iq, CAUSE_NO_GATEWAY, NULL);
	return __real_local_answer(r, iq, a);
}
