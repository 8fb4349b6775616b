/* writer.h - the one serialiser.
 *
 * Always well-formed and namespace-well-formed (R6120-11.3-3): characters that
 * XML 1.0 cannot carry never reach it (the reader refuses them).  An element
 * in the scope's default namespace is written without xmlns and without a
 * prefix; a child in another namespace declares its own default namespace;
 * namespaced attributes get prefixes made here.  Attribute values are quoted
 * with ', and < > & ' " TAB CR LF escaped.
 */
#ifndef REF_XML_WRITER_H
#define REF_XML_WRITER_H

#include "lib/buf.h"
#include "xml/element.h"

/* What the surrounding stream header has declared. */
struct xml_scope {
	struct view default_ns;		/* "jabber:server" */
	bool stream_prefix;		/* xmlns:stream is declared */
	bool db_prefix;			/* xmlns:db is declared (XEP-0220 2) */
};

void xml_write(struct buf *out, const struct element *e,
               const struct xml_scope *scope);

void xml_escape(struct buf *out, struct view text);	/* for text and values */

#endif
