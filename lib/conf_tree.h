/* conf_tree.h - the YAML file as nodes that know their place; for conf*.c only.
 */
#ifndef LIB_CONF_TREE_H
#define LIB_CONF_TREE_H

#include "lib/conf.h"
#include "lib/fault.h"
#include "lib/region.h"
#include "lib/view.h"

enum conf_node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct conf_node {
	enum conf_node_kind kind;
	unsigned line, column;
	struct view text;		/* TEXT; NUL-terminated, no NUL inside */
	bool plain;			/* TEXT: not quoted */
	char *own;			/* TEXT: the same, to be wiped */
	struct conf_node *before;	/* TEXT: read before it, wherever */
	size_t n;			/* LIST, MAP: how many children */
	struct conf_node *first;	/* LIST, MAP: in the order of the file */
	struct conf_node *next;		/* of the same parent */
	struct view name;		/* children of a MAP: the key */
	struct conf_place name_place;
};

struct conf {
	char *path;
	struct region *memory;
	struct conf_node *top;		/* an empty MAP for an empty file */
	struct conf_node *texts;	/* the last that was read */
};

/* True for what YAML takes for nothing: `key:`, `key: ~`, `key: null`. */
bool conf_node_is_null(const struct conf_node *node);

/* NULL: no such key. */
const struct conf_node *conf_node_child(const struct conf_node *map, struct view name);

#endif
