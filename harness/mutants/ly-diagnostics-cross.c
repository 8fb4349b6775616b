/* Tells the partner what a SIP server said of its insides.  Breaks LYNC-DIAG-9. */
#include <string.h>

#include "gateway/errors.h"
#include "gateway/gateway_private.h"

static char said[200];

__typeof__(originate_response) __real_originate_response, __wrap_originate_response;
__typeof__(error_stanza) __real_error_stanza, __wrap_error_stanza;

void __wrap_originate_response(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	struct view warning = sip_message_value(m, SIP_WARNING);

	if (m->status >= 300 && warning.n > 0 && warning.n < sizeof said) {
		memcpy(said, warning.p, warning.n);
		said[warning.n] = '\0';
	}
	__real_originate_response(g, id, m);
}

struct element *__wrap_error_stanza(struct region *r, const struct element *stanza,
                                    const struct xmpp_error *e, struct view by)
{
	struct xmpp_error told = *e;

	told.text = view_of(said);
	return __real_error_stanza(r, stanza, &told, by);
}
