/* Who is seen typing is seen typing until a word comes.  Breaks R3994-3.3-2. */
#include "gateway/typing_lapse.h"

__typeof__(typing_lasts) __wrap_typing_lasts;

uint64_t __wrap_typing_lasts(unsigned refresh, uint64_t unsaid)
{
	(void)refresh, (void)unsaid;
	return UINT64_C(1) << 40;
}
