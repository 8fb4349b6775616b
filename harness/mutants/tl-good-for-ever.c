/* What has changed since a stream began ends none.  Breaks EDGE-CERT-3, R6120-13.7.2.3-1. */
#include "edge/certificate.h"

__typeof__(certificates_look) __wrap_certificates_look;

void __wrap_certificates_look(struct edge *e)
{
	(void)e;
}
