/* Answers no request.
 * Breaks X0199-4.3-1, LYNC-SCOPE-3, X0030-3.1-1, X0030-3.1-2, X0030-4.1-1, X0092-2-1, X0030-3.2-1, R6120-8.2.3-3, R6120-8.2.3-4, R6120-8.2.3-6, R6120-8.4-2, R6120-4.5-2, R6120-10.5.3.1-1, R6120-10.5.1-1, R6120-8.2.3-2, R6120-13.11-1. */
#include "edge/local.h"

__typeof__(local_answer) __wrap_local_answer;

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	(void)r, (void)iq, (void)a;
	return NULL;
}
