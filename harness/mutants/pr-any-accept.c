/* PIDF is sent to those who do not want it.  Breaks R3856-6.5-1. */
#include "gateway/subscribe_rules.h"

__typeof__(subscribe_accept_refused) __wrap_subscribe_accept_refused;

unsigned __wrap_subscribe_accept_refused(const struct sip_message *m)
{
	(void)m;
	return 0;
}
