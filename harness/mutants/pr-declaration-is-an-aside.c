/* Passes over the declaration of a document, with the encoding that it names.  Breaks GW-PR-5. */
#include "gateway/document.h"

__typeof__(document_aside) __real_document_aside, __wrap_document_aside;

size_t __wrap_document_aside(struct view rest)
{
	const struct view end = VIEW("?>");
	size_t n = __real_document_aside(rest), at = view_find(rest, end);

	return n == 0 && view_starts(rest, VIEW("<?")) && at < rest.n ? at + end.n : n;
}
