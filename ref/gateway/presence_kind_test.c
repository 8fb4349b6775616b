#include "gateway/presence_kind.h"

#include "lib/unit.h"

static const struct {
	const char *type;
	bool watcher, presentity, answered;
} row[] = {
	{ "", true, true, false },
	{ "unavailable", true, true, false },
	{ "subscribe", true, false, true },
	{ "unsubscribe", true, false, false },
	{ "probe", true, false, false },
	{ "subscribed", false, true, false },
	{ "unsubscribed", false, true, false },
	{ "error", false, true, false },
	{ "strange", false, false, false },
};

START_TEST(whose_it_is)
{
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct view type = view_of(row[i].type);

		ck_assert_msg(presence_is_of_a_watcher(type) == row[i].watcher, "%s",
		              row[i].type);
		ck_assert_msg(presence_is_of_a_presentity(type) == row[i].presentity, "%s",
		              row[i].type);
		ck_assert_msg(presence_wants_an_answer(type) == row[i].answered, "%s",
		              row[i].type);
	}
}
END_TEST

#define MUC "http://jabber.org/protocol/muc"

/* A presence of this type ("": none) with <name xmlns='ns'/> in it, or deeper. */
static bool enters(const char *type, const char *ns, const char *name, bool deeper)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "presence"), *at = e;
	bool does;

	if (type[0] != '\0')
		element_set(r, e, "type", view_of(type));
	element_add(r, e, NS_SERVER, "show");
	if (deeper)
		at = element_add(r, e, "urn:x", "x");
	element_add(r, at, ns, name);
	does = presence_enters_a_room(e);
	region_free(&r);
	return does;
}

START_TEST(rooms) /* R7702-5.1-1 */
{
	ck_assert(enters("", MUC, "x", false));
	ck_assert(!enters("", MUC, "x", true));
	ck_assert(!enters("", MUC, "y", false));
	ck_assert(!enters("", MUC "#user", "x", false));
	/* who leaves, or is told no, asks for nothing */
	ck_assert(!enters("unavailable", MUC, "x", false));
	ck_assert(!enters("error", MUC, "x", false));
}
END_TEST

UNIT("presence-kind", whose_it_is, rooms)
