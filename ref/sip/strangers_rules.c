#include "sip/strangers.h"

bool strangers_take(size_t count, size_t of_address, size_t max)
{
	size_t room = max / 4 > STRANGERS_MIN ? max / 4 : STRANGERS_MIN;

	return count < room && of_address < room / 2;
}
