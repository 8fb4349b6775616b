#include "gateway/message_map.h"

#include "gateway/language.h"
#include "sip/field.h"

bool size_rule_refuses(size_t bytes, size_t limit)
{
	return bytes > limit;
}

bool date_is_told(int64_t date, int64_t now)
{
	return date != STAMP_NONE && date <= now;
}

bool thread_is_call_id(struct view thread)
{
	return thread.n <= IM_CALL_ID_MAX && sip_is_call_id(thread);
}

enum chat_state chat_state_for_typing(bool active)
{
	return active ? CHAT_COMPOSING : CHAT_ACTIVE;
}

static struct view lang_of(const struct element *e)
{
	return language_tag(element_attr_ns(e, NS_XML, "lang"));
}

const struct element *message_choose(const struct element *message, const char *name)
{
	const struct element *e = NULL, *first = NULL, *same = NULL;
	struct view lang = lang_of(message);

	while ((e = element_next(message, e)) != NULL) {
		if (!view_is(e->name, name) || !view_eq(e->ns, message->ns))
			continue;
		if (element_attr_ns(e, NS_XML, "lang").p == NULL)
			return e;
		if (same == NULL && language_same(lang_of(e), lang))
			same = e;
		if (first == NULL)
			first = e;
	}
	return same != NULL ? same : first;
}

enum im_kind im_kind_of_type(struct view type, const struct im_style *style)
{
	if (view_is(type, "error"))
		return IM_ERROR;
	if (view_is(type, "groupchat"))
		return IM_REFUSED;
	if (view_is(type, "headline") && style->drop_headlines)
		return IM_NOTHING;
	return IM_TEXT; /* unknown ones are normal (RFC 6121 5.2.2) */
}
