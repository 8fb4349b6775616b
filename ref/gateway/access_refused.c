/* Apart from access.c, so that the parts of the decision can be replaced. */
#include "gateway/access.h"

enum cause access_refused(const struct access *a, struct view user)
{
	struct access_choice c;

	if (!a->allow_federated_users)
		return CAUSE_FEDERATION_OFF;
	c = access_applies(a, user);
	if (c.policy == NULL || !access_permits(c.policy))
		return CAUSE_USER_BARRED;
	return CAUSE_NONE;
}
