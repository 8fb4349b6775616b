/* Answers SUBSCRIBE when the XMPP user has said yes, not before.
 * Breaks R6665-4.2.1.1-1. */
#include "sip/endpoint.h"

__typeof__(endpoint_respond) __real_endpoint_respond, __wrap_endpoint_respond;

/* What makes a dialog is a 200 to SUBSCRIBE; who waits for ever, waits. */
bool __wrap_endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a)
{
	return a->record_route || __real_endpoint_respond(e, id, a);
}
