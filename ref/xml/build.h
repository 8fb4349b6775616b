/* build.h - start tags, text and end tags to a tree, within limits.
 *
 * Knows how expat spells names (namespace, local name and prefix with
 * XML_BUILD_SEPARATOR between), but not expat.
 *
 * A stanza grows in the region of the caller.  When the bytes end in the
 * middle of it, what there is moves to a region of our own, since the caller
 * may reset his.
 */
#ifndef REF_XML_BUILD_H
#define REF_XML_BUILD_H

#include "lib/buf.h"
#include "xml/reader.h"

/* No namespace name has it: expat refuses one that does. */
#define XML_BUILD_SEPARATOR '\n'

struct qname {
	struct view ns, local, prefix;
};

struct qname qname_split(const char *name);

/* A zeroed one, with `limits` set, is empty. */
struct build {
	const struct xml_limits *limits;
	struct region *out;		/* the caller's */
	struct region *own;		/* NULL: none needed yet */
	struct region *in;		/* of these two, where the stanza grows */
	struct element **open;		/* from the first level down */
	size_t depth, cap;
	struct buf text;		/* behind the last tag */
	size_t nodes, namespaces, ns_bytes;	/* of the stanza or header */
};

/* The region of the call that begins, and before it ends. */
void build_begin(struct build *b, struct region *caller);
void build_pause(struct build *b);

/* A declaration; it comes before the start tag it stands in. */
enum cause build_namespace(struct build *b, struct view uri);
/* The root's start tag. */
enum cause build_header(struct build *b, const char *name, const char **atts,
                        struct element **header);
enum cause build_start(struct build *b, const char *name, const char **atts);
void build_text(struct build *b, struct view text);
/* *done: the first-level element when it is complete, else NULL. */
enum cause build_end(struct build *b, struct element **done);

/* Forgets all; gives the memory back. */
void build_clear(struct build *b);

#endif
