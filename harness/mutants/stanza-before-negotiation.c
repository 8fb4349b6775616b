/* Lets stanzas pass before negotiation is over.  Breaks R6120-4.3.5-2, R6120-4.3.5-3. */
#include "edge/addressing.h"
#include "edge/admission.h"
#include "xmpp/admission.h"

__typeof__(stream_may_carry) __wrap_stream_may_carry;
__typeof__(stanza_may_pass) __wrap_stanza_may_pass;

bool __wrap_stream_may_carry(const struct pairs *proved)
{
	(void)proved;
	return true;
}

bool __wrap_stanza_may_pass(enum stream_role role, bool both_ways, bool established)
{
	(void)role, (void)both_ways, (void)established;
	return true;
}
