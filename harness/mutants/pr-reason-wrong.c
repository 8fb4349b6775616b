/* A watch that is refused ends as if it had run out.  Breaks R8048-5.3.1-4, R6665-4.2.2-3. */
#include "sip/notifier.h"

__typeof__(notifier_reason_word) __real_notifier_reason_word, __wrap_notifier_reason_word;

const char *__wrap_notifier_reason_word(enum notifier_reason r)
{
	return __real_notifier_reason_word(r == NOTIFIER_REJECTED ? NOTIFIER_TIMEOUT : r);
}
