/* Takes any character in the name of a user.  Breaks R7622-3.3.1-1, R7622-3.3-2. */
#include "jid/part.h"
#include "jid/profile.h"

__typeof__(jid_local_allowed) __wrap_jid_local_allowed;
__typeof__(profile_username) __wrap_profile_username;

bool __wrap_jid_local_allowed(struct view prepared)
{
	(void)prepared;
	return true;
}

bool __wrap_profile_username(struct view in, struct region *r, struct view *out,
                             const char **why)
{
	(void)why;
	*out = region_copy(r, in);
	return true;
}
