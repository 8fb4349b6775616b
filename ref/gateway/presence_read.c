#include "gateway/presence_map.h"

#include <string.h>

#include "gateway/language.h"
#include "gateway/message_map.h"
#include "lib/text.h"

/* RFC 6121 4.7.2.3: -128 to 127, one sign, digits. */
static int read_priority(struct view v)
{
	bool negative;
	uint64_t n;

	v = view_trim(v);
	negative = v.n != 0 && v.p[0] == '-';
	if (v.n != 0 && (v.p[0] == '-' || v.p[0] == '+'))
		v = view_from(v, 1);
	if (!text_u64(v, 0, negative ? 128 : 127, &n))
		return PRIORITY_NONE;
	return negative ? -(int)n : (int)n;
}

static void add_status(struct pidf_note **list, struct view text, struct view lang,
                       struct region *r)
{
	struct pidf_note *note;
	size_t count = 0;

	for (; *list != NULL; list = &(*list)->next, count++)
		if (language_same((*list)->lang, lang))
			return; /* RFC 6121 4.7.2.2: one for each */
	text = text_utf8_cut(view_trim(text), PIDF_NOTE_MAX);
	if (text.n == 0 || !pidf_within(count + 1, PIDF_NOTES_MAX))
		return;
	note = region_alloc(r, sizeof *note);
	note->lang = region_copy(r, lang);
	note->text = region_copy(r, text);
	*list = note;
}

static void read_child(const struct element *e, const struct element *stanza, struct region *r,
                       struct presence *out)
{
	int64_t ms;

	if (view_eq(e->ns, stanza->ns)) {
		struct view text = element_text(e, r);

		if (view_is(e->name, "show")) {
			if (!show_read(view_trim(text), &out->show))
				out->show = SHOW_NONE;
		} else if (view_is(e->name, "status")) {
			add_status(&out->status, text, language_in(e, out->lang), r);
		} else if (view_is(e->name, "priority")) {
			out->priority = read_priority(text);
		}
	} else if (element_is(e, NS_DELAY, "delay")) {
		if (stamp_read(element_attr(e, "stamp"), &ms))
			out->stamp = ms;
	} else if (element_is(e, NS_IDLE, "idle")) {
		if (stamp_read(element_attr(e, "since"), &ms))
			out->idle_since = ms;
	}
}

bool presence_read(const struct element *stanza, const struct jid *from, struct region *r,
                   struct presence *out)
{
	struct view type = element_attr(stanza, "type");
	const struct element *e = NULL;

	if (!presence_is_state(type))
		return false;
	*out = (struct presence){
		.resource = region_copy(r, from->resource),
		.available = type.p == NULL,
		.priority = PRIORITY_NONE,
		.lang = region_copy(r, language_in(stanza, (struct view){ "", 0 })),
		.stamp = STAMP_NONE,
		.idle_since = STAMP_NONE,
	};
	while ((e = element_next(stanza, e)) != NULL)
		read_child(e, stanza, r, out);
	if (!out->available) {
		/* They belong to available presence (RFC 6121 4.7.2.1, 4.7.2.3). */
		out->show = SHOW_NONE;
		out->priority = PRIORITY_NONE;
	}
	return true;
}

static bool same_notes(const struct pidf_note *a, const struct pidf_note *b)
{
	for (; a != NULL && b != NULL; a = a->next, b = b->next)
		if (!language_same(a->lang, b->lang) || !view_eq(a->text, b->text))
			return false;
	return a == NULL && b == NULL;
}

bool presence_equal(const struct presence *a, const struct presence *b)
{
	return view_eq(a->resource, b->resource) && a->available == b->available &&
	       a->show == b->show && a->priority == b->priority &&
	       language_same(a->lang, b->lang) && same_notes(a->status, b->status);
}
