/* Answers whoever asks about a key, for whatever domain.  Breaks X0220-2.2.2-3. */
#include "edge/admission.h"

__typeof__(dialback_question_refused) __wrap_dialback_question_refused;

enum cause __wrap_dialback_question_refused(const struct partner *partner, bool served,
                                            bool secure)
{
	(void)partner, (void)served, (void)secure;
	return CAUSE_NONE;
}
