/* Text to a tree of what a unit must have. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "scenario/pattern_tree.h"

/* In the text that libxml2 sees a piece is U+E000, its number, U+E001. */
#define MARK	"\xee\x80\x80"
#define UNMARK	"\xee\x80\x81"
/* For an element's name, where those cannot stand. */
#define NAME_MARK "_fedlab.name."

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
		pattern_gather(a->children, &value);
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
