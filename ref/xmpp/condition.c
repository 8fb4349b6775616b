#include "xmpp/condition.h"

#include <stddef.h>

const struct element *condition_of(const struct element *error, const char *ns)
{
	const struct element *e = NULL;

	while ((e = element_next(error, e)) != NULL)
		if (view_is(e->ns, ns) && !view_is(e->name, "text"))
			return e;
	return NULL;
}
