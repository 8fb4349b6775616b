/* Tells partners at which address a user of ours is.  Breaks GW-ER-2. */
#include "gateway/errors.h"

__typeof__(error_contact_is_told) __wrap_error_contact_is_told;

bool __wrap_error_contact_is_told(const struct sip_uri *contact)
{
	(void)contact;
	return true;
}
