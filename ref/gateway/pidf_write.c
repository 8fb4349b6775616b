#include "gateway/pidf.h"

#include <assert.h>

#include "xml/writer.h"

/* Of the drafts before RFC 4480, which Lync and its contemporaries read. */
#define NS_RPID_STATUS "urn:ietf:params:xml:ns:pidf:status:rpid-status"

static struct element *add_text(struct region *r, struct element *parent, const char *ns,
                                const char *name, struct view text)
{
	struct element *e = element_add(r, parent, ns, name);

	element_add_text(r, e, text);
	return e;
}

/* "0", "0.039", "1": RFC 3863 4.1.5. */
static struct view qvalue(int thousandths, struct region *r)
{
	if (thousandths >= 1000)
		return VIEW("1");
	if (thousandths == 0)
		return VIEW("0");
	return region_printf(r, "0.%03d", thousandths);
}

static void write_status(struct region *r, const struct pidf_tuple *t, struct element *tuple)
{
	struct element *status = element_add(r, tuple, NS_PIDF, "status"), *activities;
	const char *activity = show_to_activity(t->person.show);

	/* RFC 3863 4.1.4: never empty; no basic is an unknown one. */
	if (t->basic != PIDF_NO_BASIC)
		add_text(r, status, NS_PIDF, "basic",
		         t->basic == PIDF_OPEN ? VIEW("open") : VIEW("closed"));
	if (t->show.n != 0)
		add_text(r, status, NS_CLIENT, "show", t->show);
	if (activity == NULL)
		return;
	activities = element_add(r, status, NS_RPID_STATUS, "activities");
	add_text(r, activities, NS_RPID_STATUS, "activity", view_of(activity));
}

static void write_contact(struct region *r, const struct pidf_tuple *t, struct element *tuple)
{
	struct element *contact;

	if (t->contact.n == 0)
		return;
	contact = add_text(r, tuple, NS_PIDF, "contact", t->contact);
	if (t->priority >= 0)
		element_set(r, contact, "priority", qvalue(t->priority, r));
}

static void write_notes(struct region *r, const struct pidf_note *n, struct element *to)
{
	for (; n != NULL; n = n->next) {
		struct element *note = add_text(r, to, NS_PIDF, "note", n->text);

		if (n->lang.n != 0)
			element_set_ns(r, note, NS_XML, "lang", n->lang);
	}
}

/* RFC 3863 4.1.2: status, extensions, contact, note, timestamp. */
static void write_tuple(struct region *r, const struct pidf_tuple *t, struct element *root)
{
	struct element *tuple = element_add(r, root, NS_PIDF, "tuple");
	struct buf stamp = { 0 };

	element_set(r, tuple, "id", t->id);
	write_status(r, t, tuple);
	write_contact(r, t, tuple);
	write_notes(r, t->notes, tuple);
	if (t->timestamp != STAMP_NONE) {
		stamp_write(t->timestamp, &stamp);
		add_text(r, tuple, NS_PIDF, "timestamp", buf_view(&stamp));
		buf_free(&stamp);
	}
}

static void write_person(struct region *r, const struct pidf_person *p, struct element *root)
{
	const char *activity = show_to_activity(p->show);
	struct element *person;

	if (activity == NULL)
		return;
	person = element_add(r, root, NS_DATA_MODEL, "person");
	element_set(r, person, "id", VIEW("p1"));
	element_add(r, element_add(r, person, NS_RPID, "activities"), NS_RPID, activity);
}

void pidf_write(const struct pidf *p, struct buf *out)
{
	const struct xml_scope none = { .default_ns = { "", 0 } };
	struct region *r = region_new();
	struct element *root = element_new(r, NS_PIDF, "presence");
	const struct pidf_tuple *t;

	assert(p->tuples != NULL);
	element_set(r, root, "entity", p->entity);
	for (t = p->tuples; t != NULL; t = t->next)
		write_tuple(r, t, root);
	write_notes(r, p->notes, root);
	write_person(r, &p->person, root);
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n");
	xml_write(out, root, &none);
	region_free(&r);
}
