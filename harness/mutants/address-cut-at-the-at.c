/* Looks for the domain behind the last @.  Breaks R7622-3.2-1. */
#include "jid/jid.h"

__typeof__(jid_read) __real_jid_read, __wrap_jid_read;

bool __wrap_jid_read(struct view text, struct region *r, struct jid *out, const char **why)
{
	size_t at = text.n;

	while (at > 0 && text.p[at - 1] != '@')
		at--;
	return __real_jid_read(view_from(text, at), r, out, why);
}
