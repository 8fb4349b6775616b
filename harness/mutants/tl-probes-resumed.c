/* A probe goes on with a TLS session of before.  Breaks EDGE-RESUME-4. */
#include "edge/dial.h"

__typeof__(dial_role) __wrap_dial_role;

enum tls_role __wrap_dial_role(bool probe)
{
	(void)probe;
	return TLS_CLIENT_AGAIN;
}
