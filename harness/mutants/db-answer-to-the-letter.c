/* An answer has to spell the domains as the request did.  Breaks X0220-2.1.2-3, R7622-3.2.3-1. */
#include "xmpp/dialback_pending.h"

__typeof__(dialback_answer_expected) __real_dialback_answer_expected,
        __wrap_dialback_answer_expected;

bool __wrap_dialback_answer_expected(const struct dialback_pending *p,
                                     const struct dialback *answer)
{
	struct dialback asked;
	size_t pos = 0;

	while (dialback_pending_next(p, &pos, &asked))
		if (view_eq(asked.to, answer->from) && view_eq(asked.from, answer->to))
			return __real_dialback_answer_expected(p, answer);
	return false;
}
