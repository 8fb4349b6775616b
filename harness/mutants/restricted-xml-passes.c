/* Lets comments, processing instructions and DTDs pass.  Breaks R6120-11.1-1, R6120-11.1-2. */
#include "xml/restricted.h"

__typeof__(xml_construct_refused) __wrap_xml_construct_refused;

enum cause __wrap_xml_construct_refused(enum xml_construct c)
{
	(void)c;
	return CAUSE_NONE;
}
