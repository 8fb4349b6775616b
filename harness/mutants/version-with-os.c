/* Tells whoever asks for its version on what it runs.  Breaks X0092-5-1. */
#include "edge/local.h"

__typeof__(local_answer) __real_local_answer, __wrap_local_answer;

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	struct element *answer = __real_local_answer(r, iq, a);
	struct element *query = answer == NULL
	                                ? NULL
	                                : element_child(answer, "jabber:iq:version", "query");

	if (query != NULL)
		element_add_text(r, element_add(r, query, "jabber:iq:version", "os"),
		                 VIEW("Debian"));
	return answer;
}
