/* Where partner policy and DANE meet. */
#include "partner/policy.h"

enum cause policy_dane_refusal(bool dane, bool secure, enum cause certificate)
{
	if (!dane)
		return CAUSE_NONE;
	return secure ? certificate : CAUSE_TLS_NOT_OFFERED;
}
