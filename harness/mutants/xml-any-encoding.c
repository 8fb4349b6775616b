/* Reads every encoding that the parser knows.  Breaks R6120-11.6-1. */
#include "xml/restricted.h"

__typeof__(xml_encoding_refused) __wrap_xml_encoding_refused;
__typeof__(xml_first_bytes_refused) __wrap_xml_first_bytes_refused;

enum cause __wrap_xml_encoding_refused(struct view encoding)
{
	(void)encoding;
	return CAUSE_NONE;
}

enum cause __wrap_xml_first_bytes_refused(struct view bytes)
{
	(void)bytes;
	return CAUSE_NONE;
}
