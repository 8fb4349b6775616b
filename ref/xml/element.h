/* element.h - one XML element as a tree, alive as long as its region.
 *
 * Names are (namespace, local name); prefixes are gone once an element has
 * been read, so nothing can be decided by a prefix, and the writer makes its
 * own.  Strings are UTF-8 and already unescaped.
 */
#ifndef REF_XML_ELEMENT_H
#define REF_XML_ELEMENT_H

#include <stdbool.h>

#include "lib/region.h"
#include "lib/view.h"

struct attribute {
	struct view ns;		/* empty: no namespace */
	struct view name;
	struct view value;
	struct attribute *next;
};

struct node {			/* a child: an element, or text */
	struct element *element;	/* NULL: text */
	struct view text;
	struct node *next;
};

struct element {
	struct view ns;
	struct view name;
	struct attribute *attributes;
	struct node *children, *last;
};

#define NS_XML		"http://www.w3.org/XML/1998/namespace"
#define NS_SERVER	"jabber:server"
#define NS_CLIENT	"jabber:client"
#define NS_STREAM	"http://etherx.jabber.org/streams"
#define NS_STREAM_ERROR	"urn:ietf:params:xml:ns:xmpp-streams"
#define NS_STANZA_ERROR	"urn:ietf:params:xml:ns:xmpp-stanzas"
#define NS_TLS		"urn:ietf:params:xml:ns:xmpp-tls"
#define NS_SASL		"urn:ietf:params:xml:ns:xmpp-sasl"
#define NS_DIALBACK	"jabber:server:dialback"
#define NS_DIALBACK_FEATURE "urn:xmpp:features:dialback"
#define NS_SM		"urn:xmpp:sm:3"
#define NS_LINK		"urn:fedlab:link:1"	/* docs/link.md */

bool element_is(const struct element *e, const char *ns, const char *name);

/* The attribute without a namespace; {NULL,0} when absent (p is never NULL
 * when present, even for an empty value). */
struct view element_attr(const struct element *e, const char *name);
struct view element_attr_ns(const struct element *e, const char *ns,
                            const char *name);

/* First child element of that name; ns or name NULL: any.  NULL: none. */
struct element *element_child(const struct element *e, const char *ns,
                              const char *name);
/* The sibling element after `after` under `e`, or the first for NULL. */
struct element *element_next(const struct element *e,
                             const struct element *after);

/* All text directly below, joined; in `r` when it had to be joined. */
struct view element_text(const struct element *e, struct region *r);

/* Making.  ns and names are borrowed: literals, or in the region.  Values and
 * text are copied into it. */
struct element *element_new(struct region *r, const char *ns, const char *name);
struct element *element_new_view(struct region *r, struct view ns,
                                 struct view name);
void element_set(struct region *r, struct element *e, const char *name,
                 struct view value);		/* replaces */
void element_set_ns(struct region *r, struct element *e, const char *ns,
                    const char *name, struct view value);
void element_unset(struct element *e, const char *name);
struct element *element_add(struct region *r, struct element *parent,
                            const char *ns, const char *name);
void element_append(struct region *r, struct element *parent,
                    struct element *child);
void element_add_text(struct region *r, struct element *e, struct view text);

/* A deep copy into `r`. */
struct element *element_copy(struct region *r, const struct element *e);
/* Bytes of memory that a copy takes, at most: for region_new_for(). */
size_t element_memory(const struct element *e);

/* Same names, attributes (in any order) and children. */
bool element_equal(const struct element *a, const struct element *b);

#endif
