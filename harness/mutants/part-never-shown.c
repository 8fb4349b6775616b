/* Finds no text in a multipart.
 * Breaks R4475-mpart01. */
#include "gateway/multipart.h"

__typeof__(part_is_shown) __wrap_part_is_shown;

bool __wrap_part_is_shown(const struct part *p)
{
	(void)p;
	return false;
}
