#include "gateway/pidf.h"

#include "gateway/address.h"
#include "gateway/document.h"
#include "gateway/language.h"
#include "lib/text.h"

static const struct xml_limits limits = {
	.stanza = PIDF_BYTES_MAX,
	.tag = 8 * 1024,
	.depth = 16, /* tuple, status, activities, activity; and extensions */
	.attributes = 64,
	.namespaces = 64,
	.nodes = 4096,
};

/* What is read lives in `r`; `scratch` holds one child of the root at a time, so
 * that a document of a thousand extensions costs one. */
struct reading {
	struct region *r, *scratch;
	struct pidf *p;
	struct view lang; /* of the root */
	const char *why;
};

static bool refuse(struct reading *g, const char *why)
{
	g->why = why;
	return false;
}

static struct view text_of(struct reading *g, const struct element *e)
{
	return view_trim(element_text(e, g->scratch));
}

/* --- mustUnderstand ----------------------------------------------------------- */

static bool any_is_beyond(const struct element *parent, bool (*known)(const struct element *))
{
	const struct element *e = NULL;

	while ((e = element_next(parent, e)) != NULL)
		if (!known(e) && pidf_must_understand(e))
			return true;
	return false;
}

/* Of RFC 4480, or of a draft of it: Lync's are in the status. */
static bool is_rpid(const struct element *e, const char *name)
{
	return view_is(e->name, name) &&
	       view_starts(e->ns, VIEW("urn:ietf:params:xml:ns:pidf"));
}

static bool known_in_person(const struct element *e)
{
	return is_rpid(e, "activities") || is_rpid(e, "user-input") || is_rpid(e, "note") ||
	       element_is(e, NS_DATA_MODEL, "timestamp");
}

static bool known_in_status(const struct element *e)
{
	return element_is(e, NS_PIDF, "basic") || is_rpid(e, "activities") ||
	       is_rpid(e, "user-input") || view_is(e->name, "show");
}

static bool known_in_tuple(const struct element *e)
{
	return element_is(e, NS_PIDF, "status") || element_is(e, NS_PIDF, "contact") ||
	       element_is(e, NS_PIDF, "timestamp") || known_in_person(e);
}

static bool known_in_activities(const struct element *e)
{
	return is_rpid(e, "activity") || is_rpid(e, "unknown") || is_rpid(e, "note") ||
	       activity_to_show(e->name) != SHOW_NONE;
}

/* --- the parts of a tuple or person --------------------------------------------- */

static void add_note(struct reading *g, struct pidf_note **list, const struct element *e,
                     struct view lang)
{
	struct view text = text_utf8_cut(text_of(g, e), PIDF_NOTE_MAX);
	struct pidf_note *n;
	size_t count = 0;

	lang = language_in(e, lang);
	for (; *list != NULL; list = &(*list)->next, count++)
		if (language_same((*list)->lang, lang))
			return; /* the first of a language */
	if (text.n == 0 || !pidf_within(count + 1, PIDF_NOTES_MAX))
		return;
	n = region_alloc(g->r, sizeof *n);
	n->lang = region_copy(g->r, lang);
	n->text = region_copy(g->r, text);
	*list = n;
}

/* <activities><away/></activities>, or <activity>away</activity> in it. */
static void read_activities(struct reading *g, const struct element *activities,
                            struct view lang, struct pidf_person *p)
{
	const struct element *e = NULL;

	if (any_is_beyond(activities, known_in_activities))
		return;
	while ((e = element_next(activities, e)) != NULL) {
		if (is_rpid(e, "note"))
			add_note(g, &p->notes, e, language_in(activities, lang));
		else if (is_rpid(e, "activity"))
			p->show = show_least(p->show, activity_to_show(text_of(g, e)));
		else if (view_starts(e->ns, VIEW("urn:ietf:params:xml:ns:pidf")))
			p->show = show_least(p->show, activity_to_show(e->name));
		p->activities = true;
	}
}

/* What may stand in a tuple, its status, or a person alike. */
static void read_rpid(struct reading *g, const struct element *e, struct view lang,
                      struct pidf_person *p)
{
	if (is_rpid(e, "activities"))
		read_activities(g, e, lang, p);
	else if (is_rpid(e, "user-input"))
		p->idle = p->idle || view_is(text_of(g, e), "idle");
}

static void read_status(struct reading *g, const struct element *status, struct view lang,
                        struct pidf_tuple *t)
{
	const struct element *e = NULL;

	while ((e = element_next(status, e)) != NULL) {
		struct view text;

		if (element_is(e, NS_PIDF, "basic")) {
			text = text_of(g, e);
			t->basic = view_is(text, "open")     ? PIDF_OPEN
			           : view_is(text, "closed") ? PIDF_CLOSED
			                                     : PIDF_NO_BASIC;
		} else if (element_is(e, NS_CLIENT, "show")) {
			text = text_of(g, e);
			t->show = region_copy(g->r, text_utf8_cut(text, 16));
		} else {
			read_rpid(g, e, lang, &t->person);
		}
	}
}

static void read_contact(struct reading *g, const struct element *e, struct pidf_tuple *t)
{
	struct view priority = element_attr(e, "priority");

	t->contact = region_copy(g->r, text_utf8_cut(text_of(g, e), PIDF_NOTE_MAX));
	if (priority.p == NULL || !pidf_priority_read(view_trim(priority), &t->priority))
		t->priority = -1;
}

static void read_tuple_child(struct reading *g, const struct element *e, struct view lang,
                             struct pidf_tuple *t)
{
	if (element_is(e, NS_PIDF, "status"))
		read_status(g, e, language_in(e, lang), t);
	else if (element_is(e, NS_PIDF, "contact"))
		read_contact(g, e, t);
	else if (element_is(e, NS_PIDF, "note"))
		add_note(g, &t->notes, e, lang);
	else if (element_is(e, NS_PIDF, "timestamp")) {
		if (!stamp_read(text_of(g, e), &t->timestamp))
			t->timestamp = STAMP_NONE;
	} else {
		read_rpid(g, e, lang, &t->person);
	}
}

/* --- the children of the root ----------------------------------------------------- */

/* Two ids that name one resource ("x" and "ID-x") are one id to whoever watches. */
static bool is_new(const struct pidf *p, struct view id, struct view resource)
{
	const struct pidf_tuple *t;

	for (t = p->tuples; t != NULL; t = t->next)
		if (view_eq(t->id, id) || (resource.p != NULL && t->resource.p != NULL &&
		                           view_eq(t->resource, resource)))
			return false;
	return true;
}

/* The end of the list, where the next tuple goes. */
static struct pidf_tuple **end_of(struct pidf *p)
{
	struct pidf_tuple **at = &p->tuples;

	while (*at != NULL)
		at = &(*at)->next;
	return at;
}

static bool read_tuple(struct reading *g, const struct element *tuple)
{
	const struct element *status = element_child(tuple, NS_PIDF, "status"), *e = NULL;
	struct view id = element_attr(tuple, "id"), lang = language_in(tuple, g->lang);
	struct view resource = { NULL, 0 };
	struct pidf_tuple *t;

	if (id.n == 0)
		return refuse(g, "a tuple without an id");
	if (!tuple_id_to_resource(id, g->r, &resource))
		resource.p = NULL;
	if (!is_new(g->p, id, resource))
		return refuse(g, "two tuples with one id");
	if (!pidf_within(g->p->count + 1, PIDF_TUPLES_MAX))
		return refuse(g, "more tuples than the limit");
	if (any_is_beyond(tuple, known_in_tuple) ||
	    (status != NULL && any_is_beyond(status, known_in_status))) {
		g->p->skipped = true;
		return true;
	}
	t = region_alloc(g->r, sizeof *t);
	*t = (struct pidf_tuple){ .id = region_copy(g->r, id),
		                  .resource = resource,
		                  .priority = -1,
		                  .timestamp = STAMP_NONE };
	while ((e = element_next(tuple, e)) != NULL)
		read_tuple_child(g, e, lang, t);
	*end_of(g->p) = t;
	g->p->count++;
	return true;
}

/* RFC 4479: person and device; what they say is the document's. */
static void read_person(struct reading *g, const struct element *person)
{
	const struct element *e = NULL;
	struct view lang = language_in(person, g->lang);

	if (any_is_beyond(person, known_in_person))
		return;
	while ((e = element_next(person, e)) != NULL) {
		if (is_rpid(e, "note"))
			add_note(g, &g->p->person.notes, e, lang);
		else
			read_rpid(g, e, lang, &g->p->person);
	}
}

static bool read_child(struct reading *g, const struct element *e)
{
	if (element_is(e, NS_PIDF, "tuple"))
		return read_tuple(g, e);
	if (element_is(e, NS_PIDF, "note"))
		add_note(g, &g->p->notes, e, g->lang);
	else if (element_is(e, NS_DATA_MODEL, "person"))
		read_person(g, e);
	else if (pidf_must_understand(e)) /* what encloses it is not optional */
		return refuse(g, "an element of the document that must be understood");
	return true;
}

static void read_document(struct reading *g, struct view document)
{
	struct document d;
	struct element *e = document_open(&d, document, &limits, g->scratch);

	if (e != NULL && !element_is(e, NS_PIDF, "presence")) {
		refuse(g, "a root element that is not presence of PIDF");
	} else if (e != NULL) {
		g->p->entity = region_copy(g->r, element_attr(e, "entity"));
		g->lang = region_copy(g->r, language_in(e, (struct view){ "", 0 }));
	}
	while (g->why == NULL && d.why == NULL) {
		region_reset(g->scratch);
		e = document_next(&d, g->scratch);
		if (e == NULL)
			break;
		read_child(g, e);
	}
	if (g->why == NULL)
		g->why = d.why;
	document_close(&d);
}

bool pidf_read(struct view document, struct region *r, struct pidf *out, const char **why)
{
	struct reading g = { .r = r, .p = out };

	*out = (struct pidf){ .entity = { "", 0 } };
	if (!pidf_within(document.n, PIDF_BYTES_MAX)) {
		*why = "a document larger than the limit";
		return false;
	}
	g.scratch = region_new();
	read_document(&g, document);
	region_free(&g.scratch);
	*why = g.why;
	return g.why == NULL;
}
