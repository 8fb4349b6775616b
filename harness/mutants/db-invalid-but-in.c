/* Answers "invalid", keeps the stream and lets the sender in.
 * Breaks X0220-2.2.1-6, X0220-2.2.1-4, X0220-2.2.1-2, LYNC-DIALBACK-3. */
#include "edge/addressing.h"
#include "edge/admission.h"
#include "xmpp/admission.h"

__typeof__(dialback_denial) __wrap_dialback_denial;
__typeof__(stream_may_carry) __wrap_stream_may_carry;
__typeof__(stanza_may_pass) __wrap_stanza_may_pass;
__typeof__(address_refused_inward) __wrap_address_refused_inward;

enum denial __wrap_dialback_denial(const struct pairs *pairs, struct view from)
{
	(void)pairs, (void)from;
	return DENIAL_SPARES;
}

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

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	(void)a, (void)proved, (void)served, (void)own;
	return CAUSE_NONE;
}
