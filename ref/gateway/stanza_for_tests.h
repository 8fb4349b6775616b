/* stanza_for_tests.h - a stanza from a text.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_STANZA_FOR_TESTS_H
#define REF_GATEWAY_STANZA_FOR_TESTS_H

#include "lib/unit.h"
#include "xml/reader.h"

/* The first stanza of a stream that holds `xml`; lives as long as the region. */
static inline struct element *stanza_of(const char *xml, struct region *region)
{
	struct xml_reader *reader = xml_reader_new(&xml_limits_default);
	struct xml_event ev;

	xml_feed(reader, VIEW("<s:stream xmlns='jabber:server' "
	                      "xmlns:s='http://etherx.jabber.org/streams'>"));
	xml_feed(reader, view_of(xml));
	xml_next(reader, region, &ev);
	ck_assert_int_eq(ev.kind, XML_HEADER);
	xml_next(reader, region, &ev);
	ck_assert_msg(ev.kind == XML_ELEMENT, "%s", xml);
	xml_reader_free(&reader);
	return ev.element;
}

#endif
