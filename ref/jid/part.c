#include "jid/part.h"

#include <string.h>

#include "jid/jid.h"

bool jid_part_length_allowed(size_t octets)
{
	return octets >= 1 && octets <= JID_PART_MAX;
}

bool jid_local_allowed(struct view prepared)
{
	for (size_t i = 0; i < prepared.n; i++)
		if (memchr("\"&'/:<>@", prepared.p[i], 8) != NULL)
			return false;
	return true;
}

bool jid_resource_allowed(struct view prepared)
{
	return prepared.n != 0 && prepared.p[0] != ' ';
}
