#include "gateway/typing_lapse.h"

uint64_t typing_lasts(unsigned refresh, uint64_t unsaid)
{
	return refresh != 0 ? (uint64_t)refresh * 1000 : unsaid;
}
