/* A unit held against a pattern's tree. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "scenario/pattern_tree.h"

/* Comparisons of one match; a unit with thousands of children that all nearly
 * match must not keep the judge busy for ever. */
#define WORK_MOST 200000

void pattern_gather(const xmlNode *n, struct buf *out)
{
	for (; n != NULL; n = n->next)
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) &&
		    n->content != NULL)
			buf_puts(out, (const char *)n->content);
}

struct matching {
	struct trail trail;
	struct mismatch *m;	/* the difference that was found deepest */
	unsigned depth;		/* of it */
	unsigned work;
	struct buf path;
};

static bool differs(struct matching *at, unsigned depth, const char *leaf,
                    char *expected, char *got)
{
	if (at->m == NULL || (at->m->where != NULL && depth <= at->depth)) {
		free(expected);
		free(got);
		return false;
	}
	mismatch_free(at->m);
	at->depth = depth;
	at->m->where = buf_len(&at->path) == 0 ? mem_strdup(leaf) : NULL;
	if (at->m->where == NULL) {
		struct buf where = { 0 };

		buf_putv(&where, buf_view(&at->path));
		buf_puts(&where, leaf);
		at->m->where = buf_take(&where);
	}
	at->m->expected = expected;
	at->m->got = got;
	return false;
}

static char *words(const char *a, const char *b)
{
	struct buf out = { 0 };

	buf_printf(&out, "%s%s", a, b);
	return buf_take(&out);
}

static bool ns_equal(const char *a, const char *b)
{
	bool stanza_a = strcmp(a, NS_SERVER) == 0 || strcmp(a, NS_CLIENT) == 0;
	bool stanza_b = strcmp(b, NS_SERVER) == 0 || strcmp(b, NS_CLIENT) == 0;

	return strcmp(a, b) == 0 || (stanza_a && stanza_b);
}

static const char *ns_of(const xmlNode *x)
{
	return x->ns != NULL ? (const char *)x->ns->href : "";
}

static bool ns_fits(const struct node *n, const xmlNode *x)
{
	switch (n->rule) {
	case NS_ANY:
		return true;
	case NS_STANZA:
		return ns_equal(NS_SERVER, ns_of(x));
	case NS_AS_PARENT:
		return ns_equal(ns_of(x->parent), ns_of(x));
	case NS_EXACT:
		return ns_equal(n->ns, ns_of(x));
	}
	return false;
}

static bool name_fits(const struct node *n, const xmlNode *x)
{
	struct view rest, one;
	bool more = true;

	if (n->any_name == NULL)
		return strcmp((const char *)x->name, n->name) == 0;
	if (n->any_name->kind == PIECE_ANY)
		return true;
	rest = view_of(n->any_name->words);
	while (more) {
		more = view_cut(rest, '|', &one, &rest);
		if (view_is(one, (const char *)x->name))
			return true;
	}
	return false;
}

static const xmlAttr *find_attribute(const xmlNode *x, const struct attribute *a)
{
	for (const xmlAttr *its = x->properties; its != NULL; its = its->next)
		if (strcmp((const char *)its->name, a->name) == 0 &&
		    (a->ns == NULL) == (its->ns == NULL) &&
		    (a->ns == NULL || strcmp(a->ns, (const char *)its->ns->href) == 0))
			return its;
	return NULL;
}

static bool attribute_fits(struct matching *at, const struct attribute *a, const xmlNode *x,
                           unsigned depth)
{
	const xmlAttr *its = find_attribute(x, a);
	struct buf value = { 0 };
	char *leaf;
	bool ok;

	if (its == NULL && a->optional)
		return true;
	if (its != NULL)
		pattern_gather(its->children, &value);
	ok = its != NULL && text_matches(&a->value, buf_view(&value), &at->trail);
	if (!ok) {
		leaf = words("/@", a->name);
		differs(at, depth, leaf, text_expected(&a->value, &at->trail),
		        mem_strdup(its == NULL ? "(absent)" : buf_cstr(&value)));
		free(leaf);
	}
	buf_free(&value);
	return ok;
}

static bool text_fits(struct matching *at, const struct node *n, const xmlNode *x,
                      unsigned depth)
{
	struct buf text = { 0 };
	bool ok;

	pattern_gather(x->children, &text);
	if (n->has_text)
		ok = text_matches(&n->text, buf_view(&text), &at->trail);
	else if (n->empty)
		ok = buf_len(&text) == 0;
	else
		ok = !n->only || view_trim(buf_view(&text)).n == 0;
	if (!ok)
		differs(at, depth, "/text()",
		        n->has_text ? text_expected(&n->text, &at->trail) : mem_strdup("(none)"),
		        mem_strdup(buf_cstr(&text)));
	buf_free(&text);
	return ok;
}

static bool node_fits(struct matching *at, const struct node *n, const xmlNode *x,
                      unsigned depth);

struct children {
	const xmlNode **item;
	bool *used;
	size_t n;
};

/* Each wanted child takes one of its own; tried in order, with a way back. */
static bool children_fit(struct matching *at, const struct node *n, size_t i,
                         struct children *its, unsigned depth)
{
	size_t before = at->trail.n;
	bool seen = false;

	if (i == n->n_child)
		return true;
	for (size_t k = 0; k < its->n; k++) {
		if (its->used[k])
			continue;
		seen = seen || name_fits(n->child[i], its->item[k]);
		if (node_fits(at, n->child[i], its->item[k], depth + 1)) {
			its->used[k] = true;
			if (children_fit(at, n, i + 1, its, depth))
				return true;
			its->used[k] = false;
		}
		trail_cut(&at->trail, before);
	}
	if (!seen) {
		char *leaf = words("/", n->child[i]->name);

		differs(at, depth, leaf, mem_strdup("(present)"), mem_strdup("(absent)"));
		free(leaf);
	}
	return false;
}

static bool absent_fit(struct matching *at, const struct node *n, const struct children *its,
                       unsigned depth)
{
	size_t before = at->trail.n;
	struct mismatch *m = at->m;
	bool found;

	for (size_t i = 0; i < n->n_absent; i++) {
		for (size_t k = 0; k < its->n; k++) {
			char *leaf;

			at->m = NULL;	/* a difference is what is hoped for here */
			found = node_fits(at, n->absent[i], its->item[k], depth + 1);
			at->m = m;
			trail_cut(&at->trail, before);
			if (!found)
				continue;
			leaf = words("/", n->absent[i]->name);
			differs(at, depth, leaf, mem_strdup("(absent)"), mem_strdup("(present)"));
			free(leaf);
			return false;
		}
	}
	return true;
}

static bool content_fits(struct matching *at, const struct node *n, const xmlNode *x,
                         unsigned depth)
{
	struct children its = { NULL, NULL, 0 };
	size_t cap = 0;
	bool ok;

	for (const xmlNode *c = xml_element(x->children); c != NULL; c = xml_element(c->next)) {
		its.item = mem_grow(its.item, its.n, &cap, sizeof *its.item);
		its.item[its.n++] = c;
	}
	its.used = mem_array(its.n + 1, sizeof *its.used);
	ok = children_fit(at, n, 0, &its, depth) && absent_fit(at, n, &its, depth);
	for (size_t k = 0; k < its.n && ok && (n->only || n->empty); k++)
		if (!its.used[k]) {
			char *leaf = words("/", (const char *)its.item[k]->name);

			ok = differs(at, depth, leaf, mem_strdup("(absent)"), mem_strdup("(present)"));
			free(leaf);
		}
	free(its.item);
	free(its.used);
	return ok;
}

static bool node_fits(struct matching *at, const struct node *n, const xmlNode *x,
                      unsigned depth)
{
	size_t path = buf_len(&at->path), before = at->trail.n;
	bool ok = true;

	if (++at->work > WORK_MOST)
		return differs(at, UINT_MAX, "", mem_strdup("a unit that can be compared"),
		               mem_strdup("too many children that are nearly alike"));
	if (!name_fits(n, x))
		return depth == 1 && differs(at, 0, (const char *)x->name, words("<", n->name),
		                             words("<", (const char *)x->name));
	buf_printf(&at->path, "%s%s", path > 0 ? "/" : "", n->name);
	if (!ns_fits(n, x))
		ok = differs(at, depth, "/namespace",
		             mem_strdup(n->rule == NS_EXACT ? n->ns :
		                        n->rule == NS_STANZA ? NS_SERVER : ns_of(x->parent)),
		             mem_strdup(ns_of(x)));
	for (size_t i = 0; i < n->n_attribute && ok; i++)
		ok = attribute_fits(at, &n->attribute[i], x, depth);
	ok = ok && text_fits(at, n, x, depth) && content_fits(at, n, x, depth);
	if (!ok)
		trail_cut(&at->trail, before);
	buf_cut(&at->path, path);
	return ok;
}

/* A header's own declarations are part of what it says (RFC 6120 4.8). */
static bool declarations_fit(struct matching *at, const xmlNode *wanted, const xmlNode *x)
{
	for (const xmlNs *w = wanted->nsDef; w != NULL; w = w->next) {
		const xmlNs *its = x->nsDef;

		while (its != NULL && !xmlStrEqual(its->prefix, w->prefix))
			its = its->next;
		if (its == NULL || !xmlStrEqual(its->href, w->href))
			return differs(at, 1, w->prefix != NULL ? "/xmlns:prefix" : "/xmlns",
			               mem_strdup((const char *)w->href),
			               mem_strdup(its != NULL ? (const char *)its->href : "(absent)"));
	}
	return true;
}

bool pattern_matches(const struct pattern *p, const struct unit *u, struct bindings *b,
                     struct mismatch *m)
{
	struct matching at = { .trail = { .before = b }, .m = m };
	bool ok;

	if (p->top == NULL || u->element == NULL) {
		ok = p->top == NULL && u->element == NULL && u->sip == NULL;
		if (!ok)
			differs(&at, 0, "", words("<", p->top != NULL ? p->top->name : "/stream:stream"),
			        words("<", u->element != NULL ? unit_name(u) : "/stream:stream"));
	} else {
		ok = node_fits(&at, p->top, u->element, 1);
		if (ok && p->header)
			ok = declarations_fit(&at, xml_element(xmlDocGetRootElement(p->doc)->children),
			                      u->element);
	}
	for (size_t i = 0; i < at.trail.n && ok; i++)
		bindings_set(b, view_of(at.trail.item[i].name),
		             (struct view){ at.trail.item[i].value, at.trail.item[i].n });
	if (ok && m != NULL)
		mismatch_free(m);
	trail_cut(&at.trail, 0);
	free(at.trail.item);
	buf_free(&at.path);
	return ok;
}
