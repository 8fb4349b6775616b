/* Takes white space between stanzas for text.  Breaks R6120-11.7-1. */
#include "xml/restricted.h"

__typeof__(xml_text_between_refused) __wrap_xml_text_between_refused;

enum cause __wrap_xml_text_between_refused(struct view text)
{
	return text.n == 0 ? CAUSE_NONE : CAUSE_TEXT_BETWEEN;
}
