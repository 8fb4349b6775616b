#include "sip/rfc4320.h"

unsigned rfc4320_status(unsigned status)
{
	if (status < 200)
		return 0;
	return status == 408 ? 504 : status;
}
