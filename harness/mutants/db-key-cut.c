/* Hands on no more than four bytes of a dialback key.  Breaks X0220-2.1.2-1. */
#include "edge/verify.h"

__typeof__(verify_ask) __real_verify_ask, __wrap_verify_ask;

enum cause __wrap_verify_ask(struct edge *e, const struct key_question *asked)
{
	struct key_question cut = *asked;

	if (cut.key.n > 4)
		cut.key.n = 4;
	return __real_verify_ask(e, &cut);
}
