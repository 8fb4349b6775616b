/* Lets comments, processing instructions, DTDs and entities pass.
 * Breaks R6120-11.1-1, R6120-11.1-2, R6120-11.1-3, R6120-11.1-4, R6120-11.1-5, R6120-11.1-6, R6120-11.1-8. */
#include "xml/restricted.h"

__typeof__(xml_construct_refused) __wrap_xml_construct_refused;

enum cause __wrap_xml_construct_refused(enum xml_construct c)
{
	(void)c;
	return CAUSE_NONE;
}
