/* Answers no request of a partner.  Breaks R6120-4.5-2, X0199-4.3-1. */
#include "edge/local.h"

__typeof__(local_answer) __wrap_local_answer;

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	(void)r, (void)iq, (void)a;
	return NULL;
}
