/* An error stanza has no id: nobody knows what it is about.  Breaks R7572-4-7. */
#include "gateway/errors.h"

__typeof__(error_stanza) __real_error_stanza, __wrap_error_stanza;

struct element *__wrap_error_stanza(struct region *r, const struct element *stanza,
                                    const struct xmpp_error *e, struct view by)
{
	struct element *copy = element_copy(r, stanza);

	element_set(r, copy, "id", VIEW("another"));
	return __real_error_stanza(r, copy, e, by);
}
