#include "xml/build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "xml/restricted.h"

struct qname qname_split(const char *name)
{
	struct view whole = view_of(name), rest;
	struct qname q = { { "", 0 }, { "", 0 }, { "", 0 } };

	if (!view_cut(whole, XML_BUILD_SEPARATOR, &q.ns, &rest)) {
		q.local = whole;
		q.ns = (struct view){ "", 0 };
		return q;
	}
	view_cut(rest, XML_BUILD_SEPARATOR, &q.local, &q.prefix);
	return q;
}

void build_begin(struct build *b, struct region *caller)
{
	b->out = caller;
	if (b->depth == 0)
		b->in = caller;
}

void build_pause(struct build *b)
{
	if (b->depth != 0 && b->in != b->own) {
		b->own = region_new();
		b->open[0] = element_copy(b->own, b->open[0]);
		/* An open element is the last child of the one above it. */
		for (size_t i = 1; i < b->depth; i++)
			b->open[i] = b->open[i - 1]->last->element;
		b->in = b->own;
	}
	b->out = NULL;
}

static void start_over(struct build *b)
{
	b->nodes = 0;
	b->namespaces = 0;
	b->ns_bytes = 0;
	b->in = b->out;
}

enum cause build_namespace(struct build *b, struct view uri)
{
	if (!xml_within(uri.n, XML_NAMESPACE_MAX) ||
	    !xml_within(++b->namespaces, b->limits->namespaces))
		return CAUSE_TOO_MANY_NAMESPACES;
	return CAUSE_NONE;
}

/* Shared with the element above where it is the same.  One that differs is
 * declared anew when the stanza is passed on, whatever it cost here: a peer
 * must not make us send a stanza many times as large as his (`ns_bytes`). */
static struct view namespace_of(struct build *b, struct view ns,
                                const struct element *near)
{
	if (ns.n == 0)
		return ns;
	if (near != NULL && view_eq(ns, near->ns))
		return near->ns;
	if (view_is(ns, NS_XML))
		return VIEW(NS_XML);
	b->ns_bytes += ns.n;
	return region_copy(b->in, ns);
}

static enum cause make(struct build *b, const char *name, const char **atts,
                       const struct element *parent, struct element **out)
{
	struct qname q = qname_split(name);
	struct attribute **at;
	struct element *e;
	size_t attributes = 0;

	q.ns = q.ns.n != 0 ? q.ns : (struct view){ "", 0 };
	e = element_new_view(b->in, namespace_of(b, q.ns, parent),
	                     region_copy(b->in, q.local));
	at = &e->attributes;
	for (; atts[0] != NULL; atts += 2) {
		if (!xml_within(++attributes, b->limits->attributes))
			return CAUSE_TOO_MANY_ATTRIBUTES;
		q = qname_split(atts[0]);
		*at = region_alloc(b->in, sizeof **at);
		(*at)->ns = namespace_of(b, q.ns, e);
		(*at)->name = region_copy(b->in, q.local);
		(*at)->value = region_copy(b->in, view_of(atts[1]));
		at = &(*at)->next;
	}
	*out = e;
	return CAUSE_NONE;
}

enum cause build_header(struct build *b, const char *name, const char **atts,
                        struct element **header)
{
	enum cause c = make(b, name, atts, NULL, header);

	start_over(b);
	return c;
}

static enum cause count_node(struct build *b)
{
	return xml_within(++b->nodes, b->limits->nodes) ? CAUSE_NONE
	                                                : CAUSE_TOO_MANY_NODES;
}

static enum cause flush_text(struct build *b)
{
	if (buf_len(&b->text) == 0)
		return CAUSE_NONE;
	element_add_text(b->in, b->open[b->depth - 1], buf_view(&b->text));
	buf_clear(&b->text);
	return count_node(b);
}

enum cause build_start(struct build *b, const char *name, const char **atts)
{
	struct element *parent = b->depth != 0 ? b->open[b->depth - 1] : NULL;
	struct element *e = NULL;
	enum cause c = flush_text(b);

	if (c == CAUSE_NONE)
		c = count_node(b);
	if (c == CAUSE_NONE && !xml_within(b->depth + 1, b->limits->depth))
		c = CAUSE_TOO_DEEP;
	if (c == CAUSE_NONE)
		c = make(b, name, atts, parent, &e);
	if (c == CAUSE_NONE && parent == NULL)
		c = xml_first_level_refused(e->ns, e->name);
	if (c == CAUSE_NONE && !xml_within(b->ns_bytes, b->limits->stanza))
		c = CAUSE_TOO_MANY_NAMESPACES;
	if (c != CAUSE_NONE)
		return c;
	if (parent != NULL)
		element_append(b->in, parent, e);
	b->open = mem_grow(b->open, b->depth, &b->cap, sizeof b->open[0]);
	b->open[b->depth++] = e;
	return CAUSE_NONE;
}

void build_text(struct build *b, struct view text)
{
	buf_putv(&b->text, text);
}

enum cause build_end(struct build *b, struct element **done)
{
	enum cause c;

	assert(b->depth != 0);
	*done = NULL;
	c = flush_text(b);
	if (--b->depth != 0 || c != CAUSE_NONE)
		return c;
	*done = b->in == b->own ? element_copy(b->out, b->open[0]) : b->open[0];
	region_free(&b->own);
	start_over(b);
	return CAUSE_NONE;
}

void build_clear(struct build *b)
{
	free(b->open);
	b->open = NULL;
	b->depth = 0;
	b->cap = 0;
	buf_free(&b->text);
	region_free(&b->own);
	start_over(b);
}
