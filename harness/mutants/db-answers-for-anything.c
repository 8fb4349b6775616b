/* Takes any answer to a db:verify for the one that is waited for.
 * Breaks X0220-2.1.2-3. */
#include "edge/verdict.h"
#include "xmpp/dialback_pending.h"

__typeof__(verify_answer_counts) __wrap_verify_answer_counts;
__typeof__(dialback_answer_expected) __wrap_dialback_answer_expected;

bool __wrap_verify_answer_counts(const struct question_terms *q, struct pair answer,
                                 struct view id)
{
	(void)q, (void)answer, (void)id;
	return true;
}

bool __wrap_dialback_answer_expected(const struct dialback_pending *p,
                                     const struct dialback *answer)
{
	(void)p, (void)answer;
	return true;
}
