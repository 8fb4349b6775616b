#include "gateway/message_map.h"

#include "gateway/address.h"
#include "gateway/language.h"

static struct view lang_of(const struct element *e)
{
	return language_tag(element_attr_ns(e, NS_XML, "lang"));
}

static enum chat_state state_of(const struct element *message)
{
	static const struct {
		const char *name;
		enum chat_state state;
	} rows[] = {
		{ "active", CHAT_ACTIVE }, { "composing", CHAT_COMPOSING },
		{ "gone", CHAT_GONE },     { "inactive", CHAT_INACTIVE },
		{ "paused", CHAT_PAUSED },
	};
	const struct element *e = element_child(message, NS_CHAT_STATES, NULL);

	for (size_t i = 0; e != NULL && i < sizeof rows / sizeof rows[0]; i++)
		if (view_is(e->name, rows[i].name))
			return rows[i].state;
	return CHAT_NONE;
}

static enum cause write_uri(const struct jid *j, struct region *r, struct view *out)
{
	struct buf b = { 0 };
	enum cause c = jid_to_sip(j, &b);

	if (c == CAUSE_NONE)
		*out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return c;
}

static enum cause write_addresses(const struct jid *from, const struct jid *to,
                                  const struct im_style *style, struct region *r,
                                  struct im_out *out)
{
	struct jid shown = style->resource ? *from : jid_bare_of(from);
	enum cause c = write_uri(&shown, r, &out->from_uri);

	return c != CAUSE_NONE ? c : write_uri(to, r, &out->to_uri);
}

static void read_body(const struct element *body, const struct element *message,
                      struct region *r, struct im_out *out)
{
	struct buf b = { 0 };

	text_to_sip(element_text(body, r), &b);
	out->body = region_copy(r, buf_view(&b));
	buf_free(&b);
	out->content_type = VIEW("text/plain;charset=UTF-8");
	out->language = element_attr_ns(body, NS_XML, "lang").p != NULL ? lang_of(body)
	                                                                : lang_of(message);
}

static void read_rest(const struct element *message, struct region *r, struct im_out *out)
{
	const struct element *e = message_choose(message, "subject");
	int64_t date;

	if (e != NULL)
		out->subject = text_one_line(element_text(e, r), IM_SUBJECT_MAX, r);
	out->thread = (struct view){ "", 0 };
	e = message_choose(message, "thread");
	if (e != NULL)
		out->thread = element_text(e, r);
	if (thread_is_call_id(out->thread))
		out->call_id = out->thread;
	e = element_child(message, NS_DELAY, "delay");
	if (e != NULL && stamp_read(element_attr(e, "stamp"), &date))
		out->date = date;
	if (element_attr(message, "id").p != NULL)
		out->id = element_attr(message, "id");
}

enum cause message_to_im(const struct element *message, const struct jid *from,
                         const struct jid *to, const struct im_style *style, struct region *r,
                         struct im_out *out)
{
	static const struct view none = VIEW_INIT("");
	const struct element *body = message_choose(message, "body");
	enum cause c;

	*out = (struct im_out){
		.kind = im_kind_of_type(element_attr(message, "type"), style),
		.refusal = LOCAL_GROUPCHAT,
		.from_uri = none,
		.to_uri = none,
		.call_id = none,
		.thread = none,
		.id = none,
		.subject = none,
		.language = none,
		.content_type = none,
		.body = none,
		.date = STAMP_NONE,
		.state = state_of(message),
	};
	c = write_addresses(from, to, style, r, out);
	if (c != CAUSE_NONE || out->kind != IM_TEXT)
		return c;
	if (body != NULL)
		read_body(body, message, r, out);
	/* An empty one says nothing (R7572-4-8). */
	if (out->body.n == 0)
		out->kind = out->state != CHAT_NONE ? IM_STATE : IM_NOTHING;
	read_rest(message, r, out);
	return CAUSE_NONE;
}
