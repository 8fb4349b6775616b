/* Passes over text between stanzas.  Breaks R6120-4.9.1.1-1. */
#include "xml/restricted.h"

__typeof__(xml_text_between_refused) __wrap_xml_text_between_refused;

enum cause __wrap_xml_text_between_refused(struct view text)
{
	(void)text;
	return CAUSE_NONE;
}
