/* Takes every answer of the authority for "invalid": refuses everybody.
 * Breaks X0220-2.2.1-2, LYNC-DIALBACK-5, LYNC-DNS-4, R7712-4.4.1-2. */
#include "edge/verdict.h"

__typeof__(authority_verdict) __wrap_authority_verdict;

enum cause __wrap_authority_verdict(enum dialback_type type, struct view condition)
{
	(void)type, (void)condition;
	return CAUSE_DB_INVALID;
}
