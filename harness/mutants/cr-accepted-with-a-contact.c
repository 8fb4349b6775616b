/* Answers MESSAGE by a 2xx that holds a Contact.  Breaks R3428-7-1. */
#include "gateway/gateway_private.h"

__typeof__(answer) __real_answer, __wrap_answer;

void __wrap_answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
                   struct view fields)
{
	struct buf more = { 0 };

	buf_putv(&more, fields);
	if (status / 100 == 2)
		buf_puts(&more, "Contact: <sip:gw.sipcorp.example>\r\n");
	__real_answer(g, id, status, reason, buf_view(&more));
	buf_free(&more);
}
