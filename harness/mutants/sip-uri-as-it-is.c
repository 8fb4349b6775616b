/* Writes URIs as they are.  Breaks R3261-19.1.2-1, R7247-6.2-3, R7247-6.5-2, R7247-6.5-3. */
#include "sip/uri.h"

__typeof__(sip_escape) __wrap_sip_escape;

void __wrap_sip_escape(struct buf *out, struct view v, enum sip_uri_part part)
{
	(void)part;
	buf_putv(out, v);
}
