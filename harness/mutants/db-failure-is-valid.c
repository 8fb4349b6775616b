/* Takes an authority that cannot be asked for one that says yes.
 * Breaks X0220-2.1.2-5, X0220-2.5-2. */
#include "edge/verdict.h"

__typeof__(authority_failure) __wrap_authority_failure;

enum cause __wrap_authority_failure(enum cause why)
{
	(void)why;
	return CAUSE_NONE;
}
