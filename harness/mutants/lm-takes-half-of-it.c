/* Takes half of what it says that it takes.  Breaks X0478-3-3. */
#include "xml/reader.h"

__typeof__(xml_reader_set_limits) __real_xml_reader_set_limits, __wrap_xml_reader_set_limits;

void __wrap_xml_reader_set_limits(struct xml_reader *r, const struct xml_limits *l)
{
	struct xml_limits half = *l;

	half.stanza /= 2;
	__real_xml_reader_set_limits(r, &half);
}
