#include "gateway/presence_kind.h"

#include <stddef.h>

#define NS_MUC "http://jabber.org/protocol/muc"

static const struct {
	const char *type; /* "": none */
	bool watcher, presentity, answered;
} rows[] = {
	{ "", true, true, false },
	{ "unavailable", true, true, false },
	{ "subscribe", true, false, true },
	{ "unsubscribe", true, false, false },
	{ "probe", true, false, false },
	{ "subscribed", false, true, false },
	{ "unsubscribed", false, true, false },
	{ "error", false, true, false },
};

static const struct {
	bool watcher, presentity, answered;
} none;

#define ASK(field)                                                                             \
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)                              \
		if (view_is(type, rows[i].type))                                               \
			return rows[i].field;                                                  \
	return none.field

bool presence_is_of_a_watcher(struct view type)
{
	ASK(watcher);
}

bool presence_is_of_a_presentity(struct view type)
{
	ASK(presentity);
}

bool presence_wants_an_answer(struct view type)
{
	ASK(answered);
}

bool presence_enters_a_room(const struct element *stanza)
{
	const struct element *e = NULL;

	if (element_attr(stanza, "type").p != NULL)
		return false;
	while ((e = element_next(stanza, e)) != NULL)
		if (element_is(e, NS_MUC, "x"))
			return true;
	return false;
}
