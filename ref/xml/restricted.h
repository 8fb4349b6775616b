/* restricted.h - what of XML an XMPP stream may not carry (RFC 6120 11.1),
 * and whether something is within its limit.
 *
 * Decisions only; reader.c asks them.  CAUSE_NONE: allowed.
 */
#ifndef REF_XML_RESTRICTED_H
#define REF_XML_RESTRICTED_H

#include <stdbool.h>

#include "cause/cause.h"
#include "lib/view.h"

enum xml_construct {
	XML_CONSTRUCT_PLAIN,		/* elements, attributes, text, CDATA */
	XML_CONSTRUCT_COMMENT,
	XML_CONSTRUCT_INSTRUCTION,	/* processing instruction */
	XML_CONSTRUCT_DOCTYPE,		/* document type, internal or external */
	XML_CONSTRUCT_ENTITY,		/* any but the five, declared or used */
};

enum cause xml_construct_refused(enum xml_construct c);

/* The XML declaration: RFC 6120 11.5 and 11.6. */
enum cause xml_version_refused(struct view version);
enum cause xml_encoding_refused(struct view encoding);

/* The first bytes of a stream: UTF-16 and UTF-32, by byte order mark or by
 * the zero bytes around '<' (RFC 6120 11.6). */
enum cause xml_first_bytes_refused(struct view bytes);

/* The start tag of a first-level element.  A header is none: who thinks that the stream
 * has begun anew would say all that follows into an element without end. */
enum cause xml_first_level_refused(struct view ns, struct view name);

/* Character data where no stanza is open (RFC 6120 11.7): white space only. */
enum cause xml_text_between_refused(struct view text);

bool xml_within(size_t used, size_t limit);

/* Has a parser read so much that another takes its place?  expat keeps each name of an
 * element, an attribute and a prefix that it has ever seen, 50 bytes and more for one
 * of five, until it is freed.  Attack: new names without end, on one stream. */
#define XML_PARSER_BYTES (32 * 1024)
bool xml_parser_is_worn(size_t bytes);

#endif
