#include "gateway/presence_map.h"

#include <assert.h>

#include "gateway/address.h"
#include "gateway/language.h"
#include "gateway/message_map.h"
#include "lib/text.h"

/* --- XMPP to SIP ------------------------------------------------------------ */

static struct view uri_of(enum cause (*write)(const struct jid *, struct buf *),
                          const struct jid *who, struct region *r)
{
	struct jid bare = jid_bare_of(who);
	struct buf b = { 0 };
	struct view out = { "", 0 };

	if (write(&bare, &b) == CAUSE_NONE)
		out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return out;
}

static struct view id_of(struct view resource, struct region *r)
{
	struct buf b = { 0 };
	struct view out;

	resource_to_tuple_id(resource, &b);
	out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return out;
}

static int64_t stamp_of(const struct presence *p, const int64_t *arrived)
{
	if (p->stamp != STAMP_NONE || arrived == NULL)
		return p->stamp;
	return *arrived;
}

static struct pidf_tuple *to_tuple(const struct presence *p, const int64_t *arrived,
                                   const struct presence_style *style, struct region *r)
{
	struct pidf_tuple *t = region_alloc(r, sizeof *t);
	const char *show = show_word(p->show);

	*t = (struct pidf_tuple){
		.id = id_of(p->resource, r),
		.basic = p->available ? PIDF_OPEN : PIDF_CLOSED,
		.priority = p->available ? priority_to_contact(p->priority) : -1,
		.notes = p->status,
		.timestamp = style->timestamp ? stamp_of(p, arrived) : STAMP_NONE,
	};
	/* What Lync's readers know is the activity (LYNC-PRES-6). */
	if (style->lync)
		t->person.show = p->show;
	else if (show != NULL)
		t->show = view_of(show);
	return t;
}

void presence_document(const struct presence *all, const int64_t *arrived, size_t n,
                       const struct jid *who, const struct presence_style *style,
                       struct region *r, struct buf *out)
{
	size_t best = presence_fold(all, arrived, n);
	struct pidf_tuple **end;
	struct pidf p = { .entity = uri_of(style->lync ? jid_to_sip : jid_to_pres, who, r) };
	struct view contact = uri_of(style->lync ? jid_to_sip : jid_to_im, who, r);

	assert(n > 0);
	end = &p.tuples;
	for (size_t i = style->lync ? best : 0; i < (style->lync ? best + 1 : n); i++) {
		*end = to_tuple(&all[i], arrived != NULL ? &arrived[i] : NULL, style, r);
		(*end)->contact = contact;
		end = &(*end)->next;
	}
	if (style->lync)
		/* One identity for the one tuple, whichever resource it shows. */
		p.tuples->id = id_of((struct view){ "", 0 }, r);
	else
		p.person.show = all[best].show;
	pidf_write(&p, out);
}

struct view presence_language(const struct presence *all, size_t n)
{
	struct view lang = { "", 0 };

	for (size_t i = 0; i < n; i++)
		for (const struct pidf_note *s = all[i].status; s != NULL; s = s->next) {
			if (s->lang.n == 0 || (lang.n != 0 && !language_same(lang, s->lang)))
				return (struct view){ "", 0 };
			lang = s->lang;
		}
	return lang;
}

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

static void write_status(const struct presence *p, struct element *e, struct region *r)
{
	for (const struct pidf_note *n = p->status; n != NULL; n = n->next) {
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

struct element *presence_write(const struct presence *p, const struct jid *who,
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
	write_status(p, e, r);
	if (p->available && p->priority != PRIORITY_NONE)
		add_text(r, e, "priority", region_printf(r, "%d", p->priority));
	write_stamp(p, who, e, r);
	return e;
}
