/* Takes a stanza whose name has a prefix.  Breaks R6120-4.8.5-3. */
#include "xml/reader.h"

__typeof__(xml_next) __real_xml_next, __wrap_xml_next;

void __wrap_xml_next(struct xml_reader *r, struct region *region, struct xml_event *ev)
{
	__real_xml_next(r, region, ev);
	ev->prefixed = false;
}
