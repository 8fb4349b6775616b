/* Answers what is an answer or an error itself.
 * Breaks R6120-8.2.3-5, R6120-8.3.1-2. */
#include "edge/bounce.h"
#include "edge/local.h"

__typeof__(bounce_allowed) __wrap_bounce_allowed;
__typeof__(local_answer) __real_local_answer, __wrap_local_answer;

bool __wrap_bounce_allowed(const struct element *stanza)
{
	(void)stanza;
	return true;
}

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	struct element *answer = __real_local_answer(r, iq, a);

	return answer != NULL ? answer : bounce(r, iq, CAUSE_NOT_SERVED, NULL);
}
