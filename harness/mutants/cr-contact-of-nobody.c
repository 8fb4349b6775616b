/* Gives a Contact that nothing listens at.  Breaks R3261-8.1.1.8-1. */
#include "gateway/gateway_private.h"

#include "sip/writer.h"

__typeof__(write_contact) __wrap_write_contact;

void __wrap_write_contact(const struct gateway *g, const struct jid *theirs, struct buf *out)
{
	(void)g, (void)theirs;
	sip_write_address(out, SIP_CONTACT, VIEW(""), VIEW("sip:127.0.0.1:9;transport=tcp"),
	                  VIEW(""));
}
