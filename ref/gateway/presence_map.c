#include "gateway/presence_map.h"

#include "gateway/language.h"
#include "gateway/message_map.h"
#include "lib/text.h"

/* --- SIP to XMPP ------------------------------------------------------------ */

static bool says_something(const struct pidf_tuple *t)
{
	enum show show;

	return t->basic != PIDF_NO_BASIC || show_read(t->show, &show) || t->person.activities;
}

static struct pidf_note *notes_of(const struct pidf *p, const struct pidf_tuple *t)
{
	if (t->notes != NULL)
		return t->notes;
	if (p->notes != NULL)
		return p->notes;
	return t->person.notes != NULL ? t->person.notes : p->person.notes;
}

bool presence_from_tuple(const struct pidf *p, const struct pidf_tuple *t,
                         struct view content_language, const struct presence_style *style,
                         struct presence *out)
{
	*out = (struct presence){
		.resource = t->resource,
		.available = t->basic != PIDF_CLOSED,
		.priority = PRIORITY_NONE,
		.lang = language_tag(content_language),
		.stamp = style->delay ? t->timestamp : STAMP_NONE,
		.idle_since = STAMP_NONE,
	};
	if (!says_something(t) || t->resource.p == NULL)
		return false;
	if (out->available) {
		out->show = show_of_tuple(p, t);
		out->priority = contact_to_priority(t->priority);
	}
	if (style->notes)
		out->status = notes_of(p, t);
	return true;
}

static void add_text(struct region *r, struct element *e, const char *name, struct view text)
{
	element_add_text(r, element_add(r, e, NS_SERVER, name), text);
}

static void write_status(const struct presence *p, size_t most, struct element *e,
                         struct region *r)
{
	for (const struct pidf_note *n = p->status; n != NULL && most != 0; n = n->next, most--) {
		struct element *status = element_add(r, e, NS_SERVER, "status");

		if (n->lang.n != 0 && !language_same(n->lang, p->lang))
			element_set_ns(r, status, NS_XML, "lang", n->lang);
		element_add_text(r, status, n->text);
	}
}

static void write_stamp(const struct presence *p, const struct jid *who, struct element *e,
                        struct region *r)
{
	struct element *delay;
	struct buf b = { 0 };

	if (p->stamp == STAMP_NONE)
		return;
	stamp_write(p->stamp, &b);
	delay = element_add(r, e, NS_DELAY, "delay");
	element_set(r, delay, "from", who->domain);
	element_set(r, delay, "stamp", buf_view(&b));
	buf_free(&b);
}

static struct element *write_with(const struct presence *p, size_t notes, const struct jid *who,
                                  const struct jid *watcher, struct view id, struct region *r)
{
	struct element *e = element_new(r, NS_SERVER, "presence");
	struct jid from = { who->local, who->domain, p->resource };
	const char *show = show_word(p->show);

	element_set(r, e, "from", jid_text(&from, r));
	element_set(r, e, "to", jid_bare(watcher, r));
	if (id.n != 0)
		element_set(r, e, "id", id);
	if (!p->available)
		element_set(r, e, "type", VIEW("unavailable"));
	if (p->lang.n != 0)
		element_set_ns(r, e, NS_XML, "lang", p->lang);
	if (p->available && show != NULL)
		add_text(r, e, "show", view_of(show));
	write_status(p, notes, e, r);
	if (p->available && p->priority != PRIORITY_NONE)
		add_text(r, e, "priority", region_printf(r, "%d", p->priority));
	write_stamp(p, who, e, r);
	return e;
}

struct element *presence_write(const struct presence *p, const struct jid *who,
                               const struct jid *watcher, struct view id, size_t max,
                               struct region *r)
{
	size_t notes = 0;
	struct element *e;

	for (const struct pidf_note *n = p->status; n != NULL; n = n->next)
		notes++;
	do
		e = write_with(p, notes, who, watcher, id, r);
	while (!presence_stanza_fits(stanza_wire_size(e), max) && notes-- != 0);
	return e;
}
