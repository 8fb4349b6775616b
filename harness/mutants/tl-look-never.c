/* No certificate is looked at again when it expires.  Breaks R6120-13.7.2.3-1. */
#include "edge/certificate.h"

__typeof__(certificate_relied_on) __wrap_certificate_relied_on;

void __wrap_certificate_relied_on(struct edge *e, const struct conn *c)
{
	(void)e, (void)c;
}
