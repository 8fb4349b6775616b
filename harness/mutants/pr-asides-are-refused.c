/* Refuses a document for a comment.  Breaks GW-PR-5. */
#include "gateway/document.h"

__typeof__(document_aside) __wrap_document_aside;

size_t __wrap_document_aside(struct view rest)
{
	(void)rest;
	return 0;
}
