/* Takes tuples that say they mean something else to whoever does not understand them.
 * Breaks R3863-4.2.3-1. */
#include "gateway/pidf.h"

__typeof__(pidf_must_understand) __wrap_pidf_must_understand;

bool __wrap_pidf_must_understand(const struct element *e)
{
	(void)e;
	return false;
}
