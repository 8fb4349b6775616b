/* Says that there are rooms.  Breaks LYNC-SCOPE-3. */
#include "edge/local.h"

#define DISCO_INFO "http://jabber.org/protocol/disco#info"

__typeof__(local_answer) __real_local_answer, __wrap_local_answer;

struct element *__wrap_local_answer(struct region *r, const struct element *iq,
                                    const struct stanza_addresses *a)
{
	struct element *answer = __real_local_answer(r, iq, a);
	struct element *query = answer == NULL ? NULL
	                                       : element_child(answer, DISCO_INFO, "query");

	if (query != NULL)
		element_set(r, element_add(r, query, DISCO_INFO, "feature"), "var",
		            VIEW("http://jabber.org/protocol/muc"));
	return answer;
}
