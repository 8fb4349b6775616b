/* A message to a device goes to all of them.  Breaks R6121-8.5.3.2.1-1. */
#include "gateway/address.h"

__typeof__(jid_to_sip) __real_jid_to_sip, __wrap_jid_to_sip;

enum cause __wrap_jid_to_sip(const struct jid *jid, struct buf *out)
{
	struct jid bare = *jid;

	bare.resource = (struct view){ NULL, 0 };
	return __real_jid_to_sip(&bare, out);
}
