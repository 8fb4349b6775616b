/* Knows header fields by their long names alone. Breaks R3261-7.3.3-1. */
#include "sip/header.h"

__typeof__(sip_header_named) __wrap_sip_header_named;

__typeof__(sip_header_named) __real_sip_header_named;

enum sip_header __wrap_sip_header_named(struct view name)
{
	return name.n == 1 ? SIP_UNKNOWN : __real_sip_header_named(name);
}
