/* A comment that does not end hides the rest, whatever that is.  Breaks GW-PR-5. */
#include "gateway/document.h"

__typeof__(document_aside) __real_document_aside, __wrap_document_aside;

size_t __wrap_document_aside(struct view rest)
{
	size_t n = __real_document_aside(rest);

	return n == 0 && view_starts(rest, VIEW("<!--")) ? sizeof "<!--" - 1 : n;
}
