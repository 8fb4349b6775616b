/* Takes any root for a stream of servers.
 * Breaks R6120-4.8.1-1, R6120-4.8.3-4, R6120-4.8.5-5. */
#include "xmpp/header.h"

__typeof__(header_read) __real_header_read, __wrap_header_read;

enum cause __wrap_header_read(const struct xml_event *ev, struct header *out,
                              const char **detail)
{
	(void)__real_header_read(ev, out, detail);
	return CAUSE_NONE;
}
