/* Uses a resource as the id of its tuple as it is.  Breaks R8048-6.2-3. */
#include "gateway/address.h"

__typeof__(resource_to_tuple_id) __wrap_resource_to_tuple_id;

void __wrap_resource_to_tuple_id(struct view resource, struct buf *id)
{
	buf_puts(id, "ID-");
	buf_putv(id, resource);
}
