#include "xml/restricted.h"

#include "xml/element.h"

enum cause xml_construct_refused(enum xml_construct c)
{
	return c == XML_CONSTRUCT_PLAIN ? CAUSE_NONE : CAUSE_RESTRICTED_XML;
}

enum cause xml_version_refused(struct view version)
{
	return view_is(version, "1.0") ? CAUSE_NONE : CAUSE_XML_VERSION;
}

enum cause xml_encoding_refused(struct view encoding)
{
	/* XML 4.3.3: names of encodings are compared without case. */
	return view_ieq(encoding, VIEW("utf-8")) ? CAUSE_NONE : CAUSE_BAD_ENCODING;
}

enum cause xml_first_bytes_refused(struct view b)
{
	unsigned char first = b.n != 0 ? (unsigned char)b.p[0] : ' ';

	if (first == 0xff || first == 0xfe || first == 0)
		return CAUSE_BAD_ENCODING;
	if (b.n >= 2 && b.p[0] == '<' && b.p[1] == '\0')
		return CAUSE_BAD_ENCODING;
	return CAUSE_NONE;
}

enum cause xml_first_level_refused(struct view ns, struct view name)
{
	return view_is(ns, NS_STREAM) && view_is(name, "stream") ? CAUSE_UNEXPECTED_ELEMENT
	                                                         : CAUSE_NONE;
}

enum cause xml_text_between_refused(struct view text)
{
	return view_trim(text).n == 0 ? CAUSE_NONE : CAUSE_TEXT_BETWEEN;
}

bool xml_within(size_t used, size_t limit)
{
	return used <= limit;
}

bool xml_parser_is_worn(size_t bytes)
{
	return bytes > XML_PARSER_BYTES;
}
