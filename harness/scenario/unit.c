#include "scenario/unit.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "scenario/payload.h"
#include "scenario/sip_text.h"

/* No network, no entity substitution; XML_PARSE_HUGE is not given, so depth
 * and size of names and texts are bounded by the library too. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

xmlNode *xml_element(xmlNode *n)
{
	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

/* RFC 6120 11.1: no comment, processing instruction, DTD or entity reference;
 * only what a stream may hold is left. */
static bool is_restricted(const xmlNode *n)
{
	for (; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE && n->type != XML_TEXT_NODE &&
		    n->type != XML_CDATA_SECTION_NODE)
			return false;
		if (n->type == XML_ELEMENT_NODE && !is_restricted(n->children))
			return false;
	}
	return true;
}

static xmlDoc *parse(const struct buf *text, char **why, unsigned *line)
{
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	xmlDoc *doc;

	if (ctxt == NULL)
		abort();	/* as lib/mem.h: no memory */
	doc = xmlCtxtReadMemory(ctxt, buf_cstr(text), (int)buf_len(text), NULL, "UTF-8",
	                        OPTIONS);
	if (doc != NULL && (!ctxt->wellFormed || !ctxt->nsWellFormed || doc->intSubset != NULL ||
	                    !is_restricted(xmlDocGetRootElement(doc)->children))) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	if (doc == NULL && why != NULL) {
		const char *said = ctxt->lastError.message;

		*why = view_dup(view_trim(view_of(said != NULL ? said :
		                "comments, processing instructions and DTDs are not allowed")));
		*line = ctxt->lastError.line > 0 ? (unsigned)ctxt->lastError.line - 1 : 0;
	}
	xmlFreeParserCtxt(ctxt);
	return doc;
}

struct view xml_tag(struct view xml)
{
	struct view name = view_from(xml, 1);
	size_t n = 0;

	while (n < name.n && strchr(" \t\r\n/>", name.p[n]) == NULL)
		n++;
	name.n = n;
	return name;
}

static bool is_header_tag(struct view name)
{
	return view_is(name, "stream") || view_ends(name, VIEW(":stream"));
}

/* The same inside an element with these declarations ("" or " xmlns:a='...'") as well. */
static xmlDoc *read_within(struct view xml, const char *default_ns, const char *declared,
                           bool *header, char **why, unsigned *line)
{
	const char *end_of_all = declared[0] != '\0' ? "</w></w>" : "</w>";
	struct buf text = { 0 };
	struct view name;
	xmlDoc *doc = NULL;
	unsigned skipped = 0;

	*header = false;
	if (view_starts(xml, VIEW("<?xml "))) {
		size_t end = view_find(xml, VIEW("?>"));

		for (size_t i = 0; i < end && i < xml.n; i++)
			skipped += xml.p[i] == '\n';
		xml = view_from(xml, end + 2);
		while (xml.n > 0 && strchr(" \t\r\n", xml.p[0]) != NULL) {
			skipped += xml.p[0] == '\n';
			xml = view_from(xml, 1);
		}
	}
	buf_puts(&text, "<w xmlns:stream='" NS_STREAMS "' xmlns:db='jabber:server:dialback'");
	if (default_ns != NULL)
		buf_printf(&text, " xmlns='%s'", default_ns);
	buf_putc(&text, '>');
	if (declared[0] != '\0')
		buf_printf(&text, "<w%s>", declared);
	buf_putv(&text, xml);
	name = xml_tag(xml);
	if (xml.n > 0 && xml.p[0] == '<' && is_header_tag(name)) {
		size_t whole = buf_len(&text);

		/* A header alone has no end tag; try it so first. */
		buf_printf(&text, "</%.*s>%s", VIEW_ARG(name), end_of_all);
		doc = parse(&text, NULL, NULL);
		*header = doc != NULL;
		buf_cut(&text, whole);
	}
	if (doc == NULL) {
		buf_puts(&text, end_of_all);
		doc = parse(&text, why, line);
	}
	if (doc == NULL && why != NULL)
		*line += skipped;
	buf_free(&text);
	return doc;
}

xmlDoc *xml_read(struct view xml, const char *default_ns, bool *header, char **why,
                 unsigned *line)
{
	return read_within(xml, default_ns, "", header, why, line);
}

/* The one element in the wrapper, with nothing but white space beside it. */
static xmlNode *only_element(const xmlNode *root)
{
	xmlNode *element = xml_element(root->children);

	if (element == NULL || xml_element(element->next) != NULL)
		return NULL;
	for (xmlNode *n = root->children; n != NULL; n = n->next)
		if (n != element && !xmlIsBlankNode(n))
			return NULL;
	return element;
}

static bool is_end_tag(struct view xml)
{
	struct view name;

	if (!view_starts(xml, VIEW("</")) || xml.p[xml.n - 1] != '>')
		return false;
	name = view_trim((struct view){ xml.p + 2, xml.n - 3 });
	return is_header_tag(name) && view_find(name, VIEW("<")) == name.n &&
	       view_find(name, VIEW(">")) == name.n;
}

/* NULL: what was read has closed the inner one, and opened another. */
static const xmlNode *wrapper_of(xmlDoc *doc, const char *declared)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	return declared[0] != '\0' ? only_element(root) : root;
}

struct unit *unit_parse_within(struct view xml, const char *declared)
{
	struct unit *u, made = { .doc = NULL };
	const xmlNode *within;

	declared = declared != NULL ? declared : "";
	xml = view_trim(xml);
	if (xml.n < 3 || xml.n > UNIT_MAX || memchr(xml.p, '\0', xml.n) != NULL)
		return NULL;
	if (!is_end_tag(xml)) {
		made.doc = read_within(xml, NS_SERVER, declared, &made.header, NULL, NULL);
		if (made.doc == NULL)
			return NULL;
		within = wrapper_of(made.doc, declared);
		made.element = within != NULL ? only_element(within) : NULL;
		if (made.element == NULL || (made.header && made.element->children != NULL)) {
			xmlFreeDoc(made.doc);
			return NULL;
		}
	}
	u = mem_zalloc(sizeof *u);
	*u = made;
	return u;
}

struct unit *unit_parse(struct view xml)
{
	return unit_parse_within(xml, NULL);
}

/* libxml2 leaves the references of `&` in a namespace's name as they are. */
static void put_declaration(const xmlNs *ns, struct buf *out)
{
	buf_printf(out, " xmlns%s%s=\"", ns->prefix != NULL ? ":" : "",
	           ns->prefix != NULL ? (const char *)ns->prefix : "");
	for (const char *c = (const char *)ns->href; c != NULL && *c != '\0'; c++)
		if (*c == '"' || *c == '<')
			buf_puts(out, *c == '"' ? "&quot;" : "&lt;");
		else
			buf_putc(out, *c);
	buf_putc(out, '"');
}

static bool is_content(const xmlNs *ns)
{
	return ns->prefix == NULL && ns->href != NULL &&
	       (strcmp((const char *)ns->href, NS_SERVER) == 0 ||
	        strcmp((const char *)ns->href, NS_CLIENT) == 0);
}

char *unit_declares(const struct unit *u)
{
	struct buf b = { 0 };

	if (u == NULL || !u->header)
		return NULL;
	for (const xmlNs *ns = u->element->nsDef; ns != NULL; ns = ns->next)
		if (!is_content(ns))
			put_declaration(ns, &b);
	if (buf_len(&b) == 0)
		return NULL;
	return buf_take(&b);
}

struct unit *unit_parse_sip(struct view message)
{
	struct unit *u = mem_zalloc(sizeof *u);

	u->bytes = view_dup(message);
	u->sip = mem_zalloc(sizeof *u->sip);
	sip_text_read((struct view){ u->bytes, message.n }, u->sip);
	u->name = view_dup(u->sip->request ? u->sip->method : VIEW("SIP/2.0"));
	return u;
}

const struct sip_text *unit_sip(const struct unit *u)
{
	return u->sip;
}

struct unit *unit_to_bare(const struct unit *u, const char *user)
{
	const char *to = u->element != NULL ? unit_attribute(u, "to") : NULL;
	size_t bare = to != NULL ? strcspn(to, "/") : 0;
	struct unit *copy;

	if (to == NULL || to[bare] == '\0' || strcmp(unit_name(u), "message") != 0 ||
	    !view_ieq((struct view){ to, bare }, view_of(user)))
		return NULL;
	copy = mem_zalloc(sizeof *copy);
	copy->doc = xmlNewDoc(NULL);
	copy->element = copy->doc == NULL ? NULL : xmlDocCopyNode(u->element, copy->doc, 1);
	if (copy->element == NULL)
		abort();	/* as lib/mem.h: no memory */
	xmlDocSetRootElement(copy->doc, copy->element);
	xmlSetProp(copy->element, BAD_CAST "to", BAD_CAST user);
	return copy;
}

void unit_free(struct unit **up)
{
	if (*up == NULL)
		return;
	if ((*up)->doc != NULL)
		xmlFreeDoc((*up)->doc);
	if ((*up)->sip != NULL)
		sip_text_free((*up)->sip);
	free((*up)->sip);
	free((*up)->bytes);
	free((*up)->name);
	free(*up);
	*up = NULL;
}

const char *unit_name(const struct unit *u)
{
	if (u->sip != NULL)
		return u->name;
	return u->element != NULL ? (const char *)u->element->name : "";
}

const char *unit_attribute(const struct unit *u, const char *name)
{
	if (u->element == NULL)
		return NULL;
	for (const xmlAttr *a = u->element->properties; a != NULL; a = a->next)
		/* without DTD an attribute has at most one text node */
		if (a->ns == NULL && strcmp((const char *)a->name, name) == 0)
			return a->children == NULL ? "" : (const char *)a->children->content;
	return NULL;
}
