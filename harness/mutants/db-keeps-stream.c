/* Keeps the stream open after its only key was denied.  Breaks X0220-2.2.1-4, X0220-2.2.1-2. */
#include "edge/admission.h"

__typeof__(dialback_denial) __wrap_dialback_denial;

enum denial __wrap_dialback_denial(const struct pairs *pairs, struct view from)
{
	(void)pairs, (void)from;
	return DENIAL_SPARES;
}
