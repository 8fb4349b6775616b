/* Never gives up waiting for a response. Breaks R3261-8.1.3.1-1, R3261-17.1.2.2-1. */
#include "sip/machine.h"

__typeof__(sip_machine_rule) __wrap_sip_machine_rule;

__typeof__(sip_machine_rule) __real_sip_machine_rule;

const struct sip_rule *__wrap_sip_machine_rule(enum sip_machine m, enum sip_state s,
                                               enum sip_happening h)
{
	if (m == SIP_CLIENT_OTHER && h == SIP_ON_TIMEOUT)
		return NULL;
	return __real_sip_machine_rule(m, s, h);
}
