/* Offers and takes STARTTLS again inside TLS.  Breaks R6120-5.4.2.2-2, R6120-5.4.3.3-5. */
#include "xmpp/admission.h"

__typeof__(starttls_may_follow) __wrap_starttls_may_follow;

bool __wrap_starttls_may_follow(bool offered, bool secure, bool established)
{
	(void)offered, (void)secure, (void)established;
	return true;
}
