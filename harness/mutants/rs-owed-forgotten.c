/* What a watcher is to be told is forgotten by a kill.  Breaks GW-RS-4, R8048-5.2.1-4, R8048-5.2.1-9. */
#include "gateway/store.h"

__typeof__(store_each) __real_store_each, __wrap_store_each;

struct both {
	void (*fn)(void *arg, const struct store_row *row);
	void *arg;
};

static void as_told(void *arg, const struct store_row *row)
{
	const struct both *b = arg;
	struct store_row copy = *row;

	copy.owed = false;
	b->fn(b->arg, &copy);
}

bool __wrap_store_each(struct store *s, enum store_side side,
                       void (*fn)(void *arg, const struct store_row *row), void *arg,
                       const char **why)
{
	struct both b = { fn, arg };

	return __real_store_each(s, side, as_told, &b, why);
}
