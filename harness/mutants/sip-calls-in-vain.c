/* Whoever calls is never told that nobody takes calls, nor that he was heard.
 * Breaks R3261-17.2.1-1, R7702-6.1-1. */
#include "sip/machine.h"
#include "sip/transaction.h"

__typeof__(transaction_respond) __real_transaction_respond, __wrap_transaction_respond;
__typeof__(sip_machine_rule) __real_sip_machine_rule, __wrap_sip_machine_rule;

bool __wrap_transaction_respond(struct transactions *t, uint64_t id, const struct sip_answer *a,
                                uint64_t now)
{
	return a->status == 488 || __real_transaction_respond(t, id, a, now);
}

const struct sip_rule *__wrap_sip_machine_rule(enum sip_machine m, enum sip_state s,
                                               enum sip_happening h)
{
	const struct sip_rule *r = __real_sip_machine_rule(m, s, h);

	return r != NULL && (r->what & SIP_DO_100) != 0 ? NULL : r;
}
