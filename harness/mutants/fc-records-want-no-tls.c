/* A check finds a partner well that offers no TLS, though its DNS names a certificate.  Breaks PLAN-7. */
#include "partner/policy.h"

__typeof__(policy_dane_refusal) __real_policy_dane_refusal, __wrap_policy_dane_refusal;

enum cause __wrap_policy_dane_refusal(bool dane, bool secure, enum cause certificate)
{
	return secure ? __real_policy_dane_refusal(dane, secure, certificate) : CAUSE_NONE;
}
