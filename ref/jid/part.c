#include "jid/part.h"

#include "jid/jid.h"

bool jid_part_length_allowed(size_t octets)
{
	return octets >= 1 && octets <= JID_PART_MAX;
}

bool jid_local_allowed(struct view prepared)
{
	static const bool excluded[256] = {
		['"'] = true, ['&'] = true, ['\''] = true, ['/'] = true,
		[':'] = true, ['<'] = true, ['>'] = true,  ['@'] = true,
	};

	for (size_t i = 0; i < prepared.n; i++)
		if (excluded[(unsigned char)prepared.p[i]])
			return false;
	return true;
}

bool jid_resource_allowed(struct view prepared)
{
	return prepared.n != 0 && prepared.p[0] != ' ';
}
