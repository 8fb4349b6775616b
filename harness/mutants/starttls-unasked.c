/* Takes <starttls/> in clear although it was not offered.  Breaks R6120-5.4.2.2-1. */
#include "xmpp/admission.h"

__typeof__(starttls_may_follow) __wrap_starttls_may_follow;

bool __wrap_starttls_may_follow(bool offered, bool secure, bool established)
{
	(void)established;
	/* Inside TLS it would fall over, which is no kill. */
	return offered || !secure;
}
