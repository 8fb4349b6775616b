#include "gateway/presence_map.h"

enum show show_of_tuple(const struct pidf *p, const struct pidf_tuple *t)
{
	enum show show = SHOW_NONE;
	bool idle = t->person.idle || p->person.idle;

	if (show_read(t->show, &show))
		return show;
	show = t->person.activities ? t->person.show : p->person.show;
	if (idle && show != SHOW_DND && show != SHOW_XA)
		show = SHOW_AWAY;
	return show;
}

enum tupleless presence_without_tuples(const struct pidf *p)
{
	/* RFC 3922 5.2.11: only notes are no presence.  A tuple that could not be
	 * understood is not one that is gone. */
	if (p->notes != NULL || p->person.notes != NULL || p->skipped)
		return TUPLELESS_IGNORED;
	return TUPLELESS_UNAVAILABLE;
}

bool presence_is_state(struct view type)
{
	return type.p == NULL || view_is(type, "unavailable");
}
