/* Ends streams by an error whose condition is in another namespace.
 * Breaks R6120-4.9.3.6-1, R6120-4.9.2-1. */
#include "xmpp/stream_error.h"

__typeof__(stream_error_element) __real_stream_error_element, __wrap_stream_error_element;

struct element *__wrap_stream_error_element(struct region *r, enum cause cause,
                                            const char *words)
{
	struct element *e = __real_stream_error_element(r, cause, words);

	if (e->children != NULL && e->children->element != NULL)
		e->children->element->ns = VIEW(NS_STANZA_ERROR);
	return e;
}
