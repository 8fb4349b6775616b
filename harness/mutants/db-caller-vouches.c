/* Lets a caller say of its own key that it is valid.
 * Breaks X0220-3.1-1, X0220-2.1.2-3, X0220-2.2.1-1. */
#include "edge/admission.h"
#include "xmpp/admission.h"
#include "xmpp/dialback.h"

__typeof__(dialback_read) __real_dialback_read, __wrap_dialback_read;
__typeof__(stanza_may_pass) __real_stanza_may_pass, __wrap_stanza_may_pass;
__typeof__(stream_may_carry) __real_stream_may_carry, __wrap_stream_may_carry;
__typeof__(sender_is_proved) __real_sender_is_proved, __wrap_sender_is_proved;

static bool vouched;

enum cause __wrap_dialback_read(const struct element *e, struct region *r,
                                struct dialback *out, const char **detail)
{
	enum cause cause = __real_dialback_read(e, r, out, detail);

	if (cause == CAUSE_NONE && out->answer && out->type == DB_VALID) {
		vouched = true;
		out->answer = false;	/* taken for a request, which is no error */
	}
	return cause;
}

bool __wrap_stanza_may_pass(enum stream_role role, bool both_ways, bool established)
{
	return vouched || __real_stanza_may_pass(role, both_ways, established);
}

bool __wrap_stream_may_carry(const struct pairs *proved)
{
	return vouched || __real_stream_may_carry(proved);
}

bool __wrap_sender_is_proved(const struct pairs *p, struct view from)
{
	return vouched || __real_sender_is_proved(p, from);
}
