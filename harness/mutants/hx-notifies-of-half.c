/* Presence documents are half as large as they may be.  Breaks GW-LIMIT-10. */
#include "gateway/presence_map.h"

__typeof__(presence_document_fits) __real_presence_document_fits, __wrap_presence_document_fits;

bool __wrap_presence_document_fits(size_t bytes, size_t max)
{
	return __real_presence_document_fits(2 * bytes, max);
}
