/* A record of DNS does not make TLS compulsory.  Breaks R7673-3.4-1, PLAN-7. */
#include "partner/policy.h"

__typeof__(policy_dane_refusal) __real_policy_dane_refusal, __wrap_policy_dane_refusal;

enum cause __wrap_policy_dane_refusal(bool dane, bool secure, enum cause certificate)
{
	return secure ? __real_policy_dane_refusal(dane, secure, certificate) : CAUSE_NONE;
}
