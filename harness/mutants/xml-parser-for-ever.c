/* Reads a whole stream by one parser, which keeps all names.  Breaks EDGE-COST-1. */
#include "xml/restricted.h"

__typeof__(xml_parser_is_worn) __wrap_xml_parser_is_worn;

bool __wrap_xml_parser_is_worn(size_t bytes)
{
	(void)bytes;
	return false;
}
