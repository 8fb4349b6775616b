/* reader.h - bytes of an XMPP stream to its header, elements and end.
 *
 * RFC 6120 11: comments, processing instructions, DTDs, entities beyond the
 * five, other encodings and XML versions are refused here (expat lets them
 * pass).  A stanza that is complete is delivered at once, whatever the split
 * of the reads: a hold-back scanner (xml/holdback.h) keeps an unfinished tag
 * from expat, whose reparse deferral would otherwise delay it, and whose cost
 * would be quadratic.
 *
 * A pull reader: feed bytes, then call xml_next() until XML_MORE.  Events come
 * one at a time, so that what stands behind a <starttls/> can be dropped
 * unread (RFC 6120 5.4.3.3).
 */
#ifndef REF_XML_READER_H
#define REF_XML_READER_H

#include "cause/cause.h"
#include "xml/element.h"

/* Each row of limits answers an attack: xml/limits in docs. */
struct xml_limits {
	size_t stanza;		/* bytes of one first-level element, markup included */
	size_t tag;		/* bytes of one tag: quadratic parsing, giant attributes */
	size_t depth;		/* nesting below the stream element: stack and memory */
	size_t attributes;	/* of one element: quadratic duplicate check */
	size_t namespaces;	/* declared in one stanza or header */
	size_t nodes;		/* elements and texts in one stanza: 10 bytes make 100 */
};

/* Bytes of one namespace name: an element that inherits it costs two bytes on
 * the wire and all of these in the parser. */
#define XML_NAMESPACE_MAX 512

extern const struct xml_limits xml_limits_default;	/* 64 KiB stanza, 8 KiB tag, 64, 64, 64, 4096 */

enum xml_event_kind {
	XML_MORE,	/* nothing complete is left; feed */
	XML_HEADER,	/* the root's start tag: element without children */
	XML_ELEMENT,	/* a complete first-level child */
	XML_SPACE,	/* white space between first-level elements: a sign of life */
	XML_END,	/* the root's end tag; everything behind is ignored */
	XML_BAD,	/* see cause; sticky, nothing else comes */
};

struct xml_ns_decl {	/* a declaration on the root */
	struct view prefix;	/* empty: the default namespace */
	struct view uri;
	struct xml_ns_decl *next;
};

struct xml_event {
	enum xml_event_kind kind;
	struct element *element;	/* HEADER, ELEMENT; lives in `region` of next() */
	struct xml_ns_decl *declared;	/* HEADER: what the root declares */
	struct view root_prefix;	/* HEADER: the prefix of the root */
	bool prefixed;			/* ELEMENT: first-level name had a prefix */
	size_t bytes;			/* ELEMENT: from '<' to '>' on the wire */
	enum cause cause;		/* BAD */
	const char *detail;		/* BAD: expat's words or our own; static */
};

struct xml_reader;

struct xml_reader *xml_reader_new(const struct xml_limits *limits);
void xml_reader_free(struct xml_reader **rp);

/* The stream starts anew (after TLS or SASL): unread bytes are dropped. */
void xml_reader_restart(struct xml_reader *r);
void xml_reader_set_limits(struct xml_reader *r, const struct xml_limits *l);

/* Takes bytes (copied).  Never parses: xml_next() does. */
void xml_feed(struct xml_reader *r, struct view bytes);

/* The next event.  What it points to lives in `region`, which the caller may
 * reset before the next call. */
void xml_next(struct xml_reader *r, struct region *region, struct xml_event *ev);

/* Bytes that were fed and not yet turned into an event. */
size_t xml_unread(const struct xml_reader *r);

/* True in the middle of an element: the start of something incomplete. */
bool xml_in_element(const struct xml_reader *r);

#endif
