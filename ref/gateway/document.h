/* document.h - a small XML document, child by child.
 *
 * The restricted XML of a stream (xml/reader.h): no DTD, no entity but the five, UTF-8.
 * One parser and one set of rules for all XML that comes from outside; but comments and
 * processing instructions, which a document may have, are left out before it (P123).
 * A document has an end: one that is cut off, or that goes on behind its root, is
 * refused here (a stream's reader takes either for a stream).
 */
#ifndef REF_GATEWAY_DOCUMENT_H
#define REF_GATEWAY_DOCUMENT_H

#include "lib/buf.h"
#include "xml/reader.h"

struct document {
	struct xml_reader *reader;
	struct view bytes; /* without them: of `own`, or what was given, which is lent */
	struct buf own;
	bool empty_root; /* <root/> */
	bool ended;
	const char *why; /* NULL: nothing is wrong so far */
};

/* The root's start tag, without children; NULL: refused, see why.  document_close()
 * in either case. */
struct element *document_open(struct document *d, struct view bytes,
                              const struct xml_limits *limits, struct region *r);
/* The next child element of the root; NULL: the end, or refused. */
struct element *document_next(struct document *d, struct region *r);
void document_close(struct document *d);

/* The decision: how much of `rest`, which begins where text or markup may, is a comment or
 * a processing instruction, and left out; 0: nothing.  (document_rules.c) */
size_t document_aside(struct view rest);

#endif
