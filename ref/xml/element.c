#include "xml/element.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

static const struct view none = { NULL, 0 };

bool element_is(const struct element *e, const char *ns, const char *name)
{
	return e != NULL && view_is(e->ns, ns) && view_is(e->name, name);
}

static struct attribute *find(const struct element *e, struct view ns,
                              struct view name)
{
	struct attribute *a;

	for (a = e->attributes; a != NULL; a = a->next)
		if (view_eq(a->name, name) && view_eq(a->ns, ns))
			return a;
	return NULL;
}

struct view element_attr_ns(const struct element *e, const char *ns,
                            const char *name)
{
	const struct attribute *a = find(e, view_of(ns), view_of(name));

	return a != NULL ? a->value : none;
}

struct view element_attr(const struct element *e, const char *name)
{
	return element_attr_ns(e, "", name);
}

struct element *element_child(const struct element *e, const char *ns,
                              const char *name)
{
	const struct node *n;

	for (n = e->children; n != NULL; n = n->next)
		if (n->element != NULL &&
		    (ns == NULL || view_is(n->element->ns, ns)) &&
		    (name == NULL || view_is(n->element->name, name)))
			return n->element;
	return NULL;
}

struct element *element_next(const struct element *e,
                             const struct element *after)
{
	const struct node *n = e->children;

	if (after != NULL) {
		while (n != NULL && n->element != after)
			n = n->next;
		if (n != NULL)
			n = n->next;
	}
	while (n != NULL && n->element == NULL)
		n = n->next;
	return n != NULL ? n->element : NULL;
}

struct view element_text(const struct element *e, struct region *r)
{
	struct view all = { "", 0 };
	const struct node *n;
	size_t pieces = 0, length = 0;
	char *to;

	for (n = e->children; n != NULL; n = n->next)
		if (n->element == NULL) {
			all = n->text;
			length += n->text.n;
			pieces++;
		}
	if (pieces < 2)
		return all;
	to = region_alloc(r, length);
	all = (struct view){ to, length };
	for (n = e->children; n != NULL; n = n->next)
		if (n->element == NULL && n->text.n != 0) {
			memcpy(to, n->text.p, n->text.n);
			to += n->text.n;
		}
	return all;
}

struct element *element_new_view(struct region *r, struct view ns,
                                 struct view name)
{
	struct element *e = region_alloc(r, sizeof *e);

	e->ns = ns;
	e->name = name;
	return e;
}

struct element *element_new(struct region *r, const char *ns, const char *name)
{
	return element_new_view(r, view_of(ns), view_of(name));
}

/* At the end, so that what is written keeps the order it was made in. */
static struct attribute *add_attribute(struct region *r, struct element *e,
                                       struct view ns, struct view name)
{
	struct attribute **at = &e->attributes, *a = region_alloc(r, sizeof *a);

	while (*at != NULL)
		at = &(*at)->next;
	a->ns = ns;
	a->name = name;
	*at = a;
	return a;
}

void element_set_ns(struct region *r, struct element *e, const char *ns,
                    const char *name, struct view value)
{
	struct view in = view_of(ns), called = view_of(name);
	struct attribute *a = find(e, in, called);

	if (a == NULL)
		a = add_attribute(r, e, in, called);
	a->value = region_copy(r, value);
}

void element_set(struct region *r, struct element *e, const char *name,
                 struct view value)
{
	element_set_ns(r, e, "", name, value);
}

void element_unset(struct element *e, const char *name)
{
	struct attribute **at = &e->attributes;

	while (*at != NULL)
		if ((*at)->ns.n == 0 && view_is((*at)->name, name))
			*at = (*at)->next;
		else
			at = &(*at)->next;
}

static struct node *add_node(struct region *r, struct element *parent)
{
	struct node *n = region_alloc(r, sizeof *n);

	if (parent->last == NULL)
		parent->children = n;
	else
		parent->last->next = n;
	parent->last = n;
	return n;
}

void element_append(struct region *r, struct element *parent,
                    struct element *child)
{
	add_node(r, parent)->element = child;
}

struct element *element_add(struct region *r, struct element *parent,
                            const char *ns, const char *name)
{
	struct element *e = element_new(r, ns, name);

	element_append(r, parent, e);
	return e;
}

void element_add_text(struct region *r, struct element *e, struct view text)
{
	add_node(r, e)->text = region_copy(r, text);
}

/* A namespace once, however many elements below share it: a copy must not be
 * larger than its original. */
static struct view copy_ns(struct region *r, struct view ns,
                           const struct element *near)
{
	return near != NULL && view_eq(ns, near->ns) ? near->ns : region_copy(r, ns);
}

static struct element *copy_below(struct region *r, const struct element *e,
                                  const struct element *parent)
{
	struct element *to = element_new_view(r, copy_ns(r, e->ns, parent),
	                                      region_copy(r, e->name));
	struct attribute **at = &to->attributes;
	const struct attribute *a;
	const struct node *n;

	for (a = e->attributes; a != NULL; a = a->next) {
		*at = region_alloc(r, sizeof **at);
		(*at)->ns = copy_ns(r, a->ns, to);
		(*at)->name = region_copy(r, a->name);
		(*at)->value = region_copy(r, a->value);
		at = &(*at)->next;
	}
	for (n = e->children; n != NULL; n = n->next)
		if (n->element != NULL)
			element_append(r, to, copy_below(r, n->element, to));
		else
			element_add_text(r, to, n->text);
	return to;
}

struct element *element_copy(struct region *r, const struct element *e)
{
	return copy_below(r, e, NULL);
}

/* With what may be lost before it to its alignment. */
static size_t piece_memory(size_t n)
{
	return n + alignof(max_align_t) - 1;
}

size_t element_memory(const struct element *e)
{
	size_t all = piece_memory(sizeof *e) + e->ns.n + e->name.n;

	for (const struct attribute *a = e->attributes; a != NULL; a = a->next)
		all += piece_memory(sizeof *a) + a->ns.n + a->name.n + a->value.n;
	for (const struct node *n = e->children; n != NULL; n = n->next) {
		all += piece_memory(sizeof *n);
		all += n->element != NULL ? element_memory(n->element) : n->text.n;
	}
	return all;
}

static size_t count(const struct attribute *a)
{
	size_t n = 0;

	for (; a != NULL; a = a->next)
		n++;
	return n;
}

bool element_equal(const struct element *a, const struct element *b)
{
	const struct attribute *at, *other;
	const struct node *n, *m;

	if (!view_eq(a->ns, b->ns) || !view_eq(a->name, b->name) ||
	    count(a->attributes) != count(b->attributes))
		return false;
	for (at = a->attributes; at != NULL; at = at->next) {
		other = find(b, at->ns, at->name);
		if (other == NULL || !view_eq(at->value, other->value))
			return false;
	}
	for (n = a->children, m = b->children; n != NULL && m != NULL;
	     n = n->next, m = m->next) {
		if ((n->element == NULL) != (m->element == NULL))
			return false;
		if (n->element != NULL ? !element_equal(n->element, m->element)
		                       : !view_eq(n->text, m->text))
			return false;
	}
	return n == NULL && m == NULL;
}
