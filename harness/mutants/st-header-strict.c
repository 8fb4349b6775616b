/* Refuses a header that leaves out who speaks, or to whom.  Breaks R6120-4.7.1-4. */
#include "xmpp/header.h"

__typeof__(header_read) __real_header_read, __wrap_header_read;

enum cause __wrap_header_read(const struct xml_event *ev, struct header *out,
                              const char **detail)
{
	enum cause cause = __real_header_read(ev, out, detail);

	if (cause == CAUSE_NONE && (out->from.n == 0 || out->to.n == 0))
		return CAUSE_IMPROPER_ADDRESSING;
	return cause;
}
