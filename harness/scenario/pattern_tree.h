/* pattern_tree.h - a pattern as a tree; pattern.c makes it, pattern_match.c
 * holds units against it.
 */
#ifndef HARNESS_PATTERN_TREE_H
#define HARNESS_PATTERN_TREE_H

#include "scenario/pattern.h"

enum ns_rule {
	NS_ANY,		/* whatever it is */
	NS_STANZA,	/* jabber:server or jabber:client */
	NS_AS_PARENT,	/* the one its parent has on the wire */
	NS_EXACT,
};

struct attribute {
	char *name, *ns;		/* ns NULL: none */
	bool optional;
	struct text_pattern value;
};

struct node {
	enum ns_rule rule;
	char *name, *ns;
	const struct piece *any_name;	/* {any} or {a|b} is its name; or NULL */
	struct attribute *attribute;
	size_t n_attribute, cap_attribute;
	struct node **child;
	size_t n_child, cap_child;
	struct node **absent;
	size_t n_absent, cap_absent;
	bool only, empty;
	bool has_text;
	struct text_pattern text;
};

struct pattern {
	struct node *top;	/* NULL: the end tag of a stream */
	bool header;
	xmlDoc *doc;		/* of a header: its declarations are compared */
};

/* All the text and CDATA of a list of nodes. */
void pattern_gather(const xmlNode *n, struct buf *out);

#endif
