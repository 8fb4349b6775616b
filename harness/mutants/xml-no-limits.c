/* Knows no limit of stanzas, tags, depth and attributes.
 * Breaks R6120-13.12-4, X0205-3-1, X0205-4.5-1, EDGE-XML-1, EDGE-STANZA-1. */
#include "xml/restricted.h"

__typeof__(xml_within) __wrap_xml_within;

bool __wrap_xml_within(size_t used, size_t limit)
{
	(void)used, (void)limit;
	return true;
}
