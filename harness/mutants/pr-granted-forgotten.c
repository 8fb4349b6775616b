/* Who was allowed to watch is asked for again behind a restart.  Breaks GW-RS-1, GW-RS-2, R8048-5.2.1-5, R8048-6.3-1, R8048-5.3.2-2, R6665-4.2.1.2-1. */
#include "gateway/store.h"

__typeof__(store_each) __real_store_each, __wrap_store_each;

struct both {
	void (*fn)(void *arg, const struct store_row *row);
	void *arg;
};

static void as_asked(void *arg, const struct store_row *row)
{
	const struct both *b = arg;
	struct store_row copy = *row;

	copy.state = STORE_ASKED;
	b->fn(b->arg, &copy);
}

bool __wrap_store_each(struct store *s, enum store_side side,
                       void (*fn)(void *arg, const struct store_row *row), void *arg,
                       const char **why)
{
	struct both b = { fn, arg };

	return __real_store_each(s, side, as_asked, &b, why);
}
