/* Dialback goes on with a certificate that DNS does not name.  Breaks EDGE-DANE-3. */
#include "partner/policy.h"

__typeof__(policy_dane_refusal) __real_policy_dane_refusal, __wrap_policy_dane_refusal;

enum cause __wrap_policy_dane_refusal(bool dane, bool secure, enum cause certificate)
{
	return secure ? CAUSE_NONE : __real_policy_dane_refusal(dane, secure, certificate);
}
