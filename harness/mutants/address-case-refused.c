/* Knows no capitals in the name of a user.  Breaks R7622-3.3-1. */
#include "jid/jid.h"

__typeof__(jid_read) __real_jid_read, __wrap_jid_read;

bool __wrap_jid_read(struct view text, struct region *r, struct jid *out, const char **why)
{
	struct view local, rest;

	if (view_cut(text, '@', &local, &rest))
		for (size_t i = 0; i < local.n; i++)
			if (local.p[i] >= 'A' && local.p[i] <= 'Z')
				return false;
	return __real_jid_read(text, r, out, why);
}
