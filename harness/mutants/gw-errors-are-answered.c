/* An error for nothing of ours is answered by an error.  Breaks R6120-8.3.1-2. */
#include "gateway/errors.h"
#include "gateway/gateway_private.h"

__typeof__(error_may_answer) __wrap_error_may_answer;
__typeof__(message_outward_error) __real_message_outward_error, __wrap_message_outward_error;

bool __wrap_error_may_answer(const struct element *stanza)
{
	(void)stanza;
	return true;
}

bool __wrap_message_outward_error(struct gateway *g, const struct element *stanza,
                                  struct region *r)
{
	if (!__real_message_outward_error(g, stanza, r))
		bounce_cause(g, stanza, CAUSE_NO_RELAY, "mutant");
	return true;
}
