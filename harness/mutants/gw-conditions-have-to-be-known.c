/* Takes an error with a condition that it does not know for none.  Breaks R6120-8.3.2-2. */
#include "gateway/errors.h"

__typeof__(stanza_error_read) __real_stanza_error_read, __wrap_stanza_error_read;

bool __wrap_stanza_error_read(const struct element *stanza, struct region *r,
                              struct stanza_error *out)
{
	return __real_stanza_error_read(stanza, r, out) && !view_is(out->condition, "made-up");
}
