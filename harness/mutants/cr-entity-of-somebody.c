/* Presence documents are of nobody that anybody watches.  Breaks R3863-4.1.1-1. */
#include "gateway/pidf.h"

__typeof__(pidf_write) __real_pidf_write, __wrap_pidf_write;

void __wrap_pidf_write(const struct pidf *p, struct buf *out)
{
	struct pidf copy = *p;

	copy.entity = VIEW("pres:gateway@sipcorp.example");
	__real_pidf_write(&copy, out);
}
