/* A document shows the last resource alone.  Breaks R8048-6.2-2, R8048-6.2-11, R3863-4.1.2-1. */
#include "gateway/presence_map.h"

__typeof__(presence_document) __real_presence_document, __wrap_presence_document;

void __wrap_presence_document(const struct presence *all, const int64_t *arrived, size_t n,
                              const struct jid *who, const struct presence_style *style,
                              struct region *r, struct buf *out)
{
	size_t skip = n > 1 ? n - 1 : 0;

	__real_presence_document(all + skip, arrived != NULL ? arrived + skip : NULL, n - skip,
	                         who, style, r, out);
}
