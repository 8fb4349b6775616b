/* Reads an attribute by its name alone, of whatever namespace, and the first one
 * counts.  Breaks EDGE-BYTES-2. */
#include "xml/element.h"

__typeof__(element_attr) __wrap_element_attr;

struct view __wrap_element_attr(const struct element *e, const char *name)
{
	for (const struct attribute *a = e->attributes; a != NULL; a = a->next)
		if (view_is(a->name, name))
			return a->value;
	return (struct view){ NULL, 0 };
}
