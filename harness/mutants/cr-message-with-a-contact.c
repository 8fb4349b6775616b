/* A MESSAGE says where further ones should go.  Breaks R3428-4-1. */
#include "gateway/gateway_private.h"

#include "gateway/message_request.h"
#include "sip/writer.h"

__typeof__(sip_write_body) __real_sip_write_body, __wrap_sip_write_body;

void __wrap_sip_write_body(struct buf *out, struct view media_type, struct view body)
{
	if (view_starts(media_type, VIEW("text/plain")))
		sip_write_address(out, SIP_CONTACT, VIEW(""), VIEW("sip:gw.sipcorp.example"),
		                  VIEW(""));
	__real_sip_write_body(out, media_type, body);
}
