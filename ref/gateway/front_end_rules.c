/* Which answer of a SIP server is one that serves. */
#include "gateway/front_end.h"

bool front_end_serves(unsigned status)
{
	switch (status) {
	case 401:
	case 403:
	case 407: /* it does not trust the gateway */
	case 408: /* it, or who is behind it, is not there */
		return false;
	case 501:
		return true;
	default:
		return status < 500;
	}
}
