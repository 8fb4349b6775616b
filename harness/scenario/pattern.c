#include "scenario/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* In the text that libxml2 sees a piece is U+E000, its number, U+E001. */
#define MARK	"\xee\x80\x80"
#define UNMARK	"\xee\x80\x81"
/* For an element's name, where those cannot stand. */
#define NAME_MARK "_fedlab.name."

/* Comparisons of one match; a unit with thousands of children that all nearly
 * match must not keep the judge busy for ever. */
#define WORK_MOST 200000

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

/* --- making -------------------------------------------------------------------- */

static void text_free(struct text_pattern *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->item[i].literal);
	free(t->item);
}

static void node_free(struct node *n)
{
	if (n == NULL)
		return;
	for (size_t i = 0; i < n->n_attribute; i++) {
		free(n->attribute[i].name);
		free(n->attribute[i].ns);
		text_free(&n->attribute[i].value);
	}
	for (size_t i = 0; i < n->n_child; i++)
		node_free(n->child[i]);
	for (size_t i = 0; i < n->n_absent; i++)
		node_free(n->absent[i]);
	free(n->attribute);
	free(n->child);
	free(n->absent);
	text_free(&n->text);
	free(n->name);
	free(n->ns);
	free(n);
}

void pattern_free(struct pattern **pp)
{
	if (*pp == NULL)
		return;
	node_free((*pp)->top);
	if ((*pp)->doc != NULL)
		xmlFreeDoc((*pp)->doc);
	free(*pp);
	*pp = NULL;
}

struct making {
	const struct payload_source *s;
	const struct pieces *pieces;
	struct fault *f;
};

static bool wrong(const struct making *m, const struct piece *p, const char *why)
{
	return fault_set(m->f, m->s->file, p->line, p->column, "%s", why);
}

static struct segment *add_segment(struct text_pattern *t)
{
	t->item = mem_grow(t->item, t->n, &t->cap, sizeof *t->item);
	t->item[t->n] = (struct segment){ NULL, NULL };
	return &t->item[t->n++];
}

/* Takes marked text apart.  *n is NULL for the values of attributes; else the
 * marks that say something about the element are told to it. */
static bool read_text(const struct making *m, struct view text, struct text_pattern *out,
                      struct node *n, const struct piece **absence)
{
	while (text.n > 0) {
		size_t mark = view_find(text, VIEW(MARK)), number;
		const struct piece *p;
		struct view rest;

		if (mark > 0)
			add_segment(out)->literal = view_dup((struct view){ text.p, mark });
		if (mark == text.n)
			return true;
		rest = view_from(text, mark + 3);
		number = strtoul(rest.p, NULL, 10);	/* pattern_new() wrote it */
		p = &m->pieces->item[number];
		text = view_from(rest, view_find(rest, VIEW(UNMARK)) + 3);
		if (p->kind == PIECE_ONLY || p->kind == PIECE_EMPTY || p->kind == PIECE_ABSENCE) {
			if (n == NULL)
				return wrong(m, p, "this stands between elements, not in an attribute");
			n->only = n->only || p->kind == PIECE_ONLY;
			n->empty = n->empty || p->kind == PIECE_EMPTY;
			if (p->kind == PIECE_ABSENCE)
				*absence = p;
			continue;
		}
		if (n != NULL && p->optional)
			return wrong(m, p, "only an attribute can be absent; for an element write !<x/>");
		add_segment(out)->piece = p;
	}
	return true;
}

/* {absent|x} and {not x} speak of the whole value. */
static bool check_whole(const struct making *m, const struct text_pattern *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct piece *p = t->item[i].piece;

		if (p != NULL && t->n > 1 && (p->optional || p->kind == PIECE_NOT))
			return wrong(m, p, "{absent} and {not} must be the whole value");
	}
	return true;
}

/* All the text and CDATA of a list of nodes. */
static void gather(const xmlNode *n, struct buf *out)
{
	for (; n != NULL; n = n->next)
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) &&
		    n->content != NULL)
			buf_puts(out, (const char *)n->content);
}

static bool read_attributes(const struct making *m, const xmlNode *x, struct node *n)
{
	for (const xmlAttr *a = x->properties; a != NULL; a = a->next) {
		struct attribute *mine;
		struct buf value = { 0 };
		bool ok;

		n->attribute = mem_grow(n->attribute, n->n_attribute, &n->cap_attribute,
		                        sizeof *n->attribute);
		mine = &n->attribute[n->n_attribute++];
		memset(mine, 0, sizeof *mine);
		mine->name = mem_strdup((const char *)a->name);
		if (a->ns != NULL)
			mine->ns = mem_strdup((const char *)a->ns->href);
		gather(a->children, &value);
		ok = read_text(m, buf_view(&value), &mine->value, NULL, NULL) &&
		     check_whole(m, &mine->value);
		buf_free(&value);
		if (!ok)
			return false;
		mine->optional = mine->value.n == 1 && mine->value.item[0].piece != NULL &&
		                 mine->value.item[0].piece->optional;
	}
	return true;
}

static bool is_blank(const struct text_pattern *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->item[i].literal == NULL ||
		    view_trim(view_of(t->item[i].literal)).n > 0)
			return false;
	return true;
}

static bool is_stanza_name(const char *name)
{
	return strcmp(name, "message") == 0 || strcmp(name, "presence") == 0 ||
	       strcmp(name, "iq") == 0;
}

static void read_namespace(const xmlNode *x, struct node *n)
{
	bool first = x->parent->parent->type == XML_DOCUMENT_NODE;

	if (x->ns != NULL) {
		n->rule = NS_EXACT;
		n->ns = mem_strdup((const char *)x->ns->href);
	} else if (!first && x->parent->ns == NULL) {
		n->rule = NS_AS_PARENT;
	} else if (first && is_stanza_name(n->name)) {
		n->rule = NS_STANZA;
	} else {
		n->rule = NS_ANY;
	}
}

static struct node *read_node(const struct making *m, const xmlNode *x, unsigned depth);

static bool read_children(const struct making *m, const xmlNode *x, struct node *n,
                          unsigned depth)
{
	const struct piece *absence = NULL;

	for (const xmlNode *c = x->children; c != NULL; c = c->next) {
		struct node *child, ***list;
		size_t *count, *cap;

		if (c->type != XML_ELEMENT_NODE) {
			if (!read_text(m, view_of((const char *)c->content), &n->text, n, &absence))
				return false;
			continue;
		}
		child = read_node(m, c, depth + 1);
		if (child == NULL)
			return false;
		list = absence != NULL ? &n->absent : &n->child;
		count = absence != NULL ? &n->n_absent : &n->n_child;
		cap = absence != NULL ? &n->cap_absent : &n->cap_child;
		*list = mem_grow(*list, *count, cap, sizeof **list);
		(*list)[(*count)++] = child;
		absence = NULL;
	}
	n->has_text = !is_blank(&n->text);
	if (n->empty && (n->has_text || n->n_child > 0))
		return fault_set(m->f, m->s->file, m->s->line, m->s->column,
		                 "<%s> is said to be {empty}, and has content", n->name);
	return check_whole(m, &n->text);
}

static void read_name(const struct making *m, const xmlNode *x, struct node *n)
{
	struct view name = view_of((const char *)x->name);

	if (!view_starts(name, VIEW(NAME_MARK))) {
		n->name = view_dup(name);
		return;
	}
	n->any_name = &m->pieces->item[strtoul(name.p + sizeof NAME_MARK - 1, NULL, 10)];
	n->name = mem_strdup(n->any_name->kind == PIECE_ANY ? "{any}" : n->any_name->words);
}

static struct node *read_node(const struct making *m, const xmlNode *x, unsigned depth)
{
	struct node *n;

	if (depth > 32) {
		fault_set(m->f, m->s->file, m->s->line, m->s->column,
		          "a pattern of more than 32 levels");
		return NULL;
	}
	n = mem_zalloc(sizeof *n);
	read_name(m, x, n);
	read_namespace(x, n);
	if (!read_attributes(m, x, n) || !read_children(m, x, n, depth)) {
		node_free(n);
		return NULL;
	}
	return n;
}

/* Start tag and end tag are alike: the first piece that says the same. */
static bool mark_name(const struct making *m, size_t i, struct buf *out)
{
	const struct piece *p = &m->pieces->item[i], *first;
	size_t k = 0;

	if ((p->kind != PIECE_ANY && p->kind != PIECE_ONE_OF) || p->optional || p->as != NULL)
		return wrong(m, p, "only {any} or {a|b} can stand for an element's name");
	for (first = m->pieces->item; first->kind != p->kind ||
	     (p->kind == PIECE_ONE_OF && (first->words == NULL ||
	                             strcmp(first->words, p->words) != 0)); first++)
		k++;
	buf_printf(out, NAME_MARK "%zu", k);
	return true;
}

/* The payload with marks where its pieces are. */
static bool mark(const struct making *m, struct buf *out)
{
	struct view so_far;
	for (size_t i = 0; i < m->pieces->n; i++) {
		const struct piece *p = &m->pieces->item[i];

		so_far = buf_view(out);
		if (p->kind != PIECE_TEXT &&
		    (view_ends(so_far, VIEW("<")) || view_ends(so_far, VIEW("</")))) {
			if (!mark_name(m, i, out))
				return false;
			continue;
		}
		if (p->kind != PIECE_TEXT) {
			buf_printf(out, MARK "%zu" UNMARK, i);
			continue;
		}
		if (strstr(p->words, MARK) != NULL || strstr(p->words, UNMARK) != NULL)
			return wrong(m, p, "U+E000 and U+E001 cannot stand in a pattern");
		buf_puts(out, p->words);
	}
	return true;
}

static bool read_top(const struct making *m, struct pattern *p)
{
	xmlNode *wrapper = xmlDocGetRootElement(p->doc);
	xmlNode *first = xml_element(wrapper->children);

	if (first == NULL || xml_element(first->next) != NULL)
		return fault_set(m->f, m->s->file, m->s->line, m->s->column,
		                 "a pattern is one element; alternatives are set apart by a line \"or\"");
	for (const xmlNode *n = wrapper->children; n != NULL; n = n->next)
		if (n != first && !xmlIsBlankNode(n))
			return fault_set(m->f, m->s->file, m->s->line, m->s->column,
			                 "text beside the element <%s>", first->name);
	p->top = read_node(m, first, 1);
	return p->top != NULL;
}

struct pattern *pattern_new(const struct payload_source *s, const struct pieces *pieces,
                            struct fault *f)
{
	const struct making m = { s, pieces, f };
	struct pattern *p = mem_zalloc(sizeof *p);
	struct buf text = { 0 };
	unsigned line = 0;
	char *why = NULL;
	bool ok = mark(&m, &text);

	if (ok && !view_is(view_trim(buf_view(&text)), "</stream:stream>")) {
		p->doc = xml_read(buf_view(&text), NULL, &p->header, &why, &line);
		ok = p->doc != NULL ? read_top(&m, p)
		                    : fault_set(f, s->file, s->line + line, s->column,
		                                "the pattern is not well-formed XML: %s", why);
	}
	/* Only a header's declarations are needed any more. */
	if (p->doc != NULL && !p->header) {
		xmlFreeDoc(p->doc);
		p->doc = NULL;
	}
	free(why);
	buf_free(&text);
	if (!ok)
		pattern_free(&p);
	return p;
}

const char *pattern_element(const struct pattern *p)
{
	return p->top != NULL ? p->top->name : "";
}

const char *pattern_type(const struct pattern *p)
{
	for (size_t i = 0; p->top != NULL && i < p->top->n_attribute; i++) {
		const struct attribute *a = &p->top->attribute[i];

		if (strcmp(a->name, "type") == 0 && a->ns == NULL && a->value.n == 1)
			return a->value.item[0].literal;
	}
	return NULL;
}

/* --- matching ---------------------------------------------------------------------- */

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
		gather(its->children, &value);
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

	gather(x->children, &text);
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
		ok = p->top == NULL && u->element == NULL;
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
