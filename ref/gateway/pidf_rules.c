#include "gateway/pidf.h"

#include "sip/field.h"

enum show activity_to_show(struct view name)
{
	static const struct {
		const char *name;
		enum show show;
	} rows[] = {
#define X(name, show) { name, show },
#include "gateway/activities.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (view_is(name, rows[i].name))
			return rows[i].show;
	return SHOW_NONE;
}

enum show show_least(enum show a, enum show b)
{
	return a > b ? a : b;
}

const char *show_to_activity(enum show s)
{
	switch (s) {
	case SHOW_NONE:
	case SHOW_CHAT:
		break;
	case SHOW_AWAY:
	case SHOW_XA:
		return "away";
	case SHOW_DND:
		return "busy";
	}
	return NULL;
}

bool pidf_within(size_t used, size_t limit)
{
	return used <= limit;
}

bool pidf_must_understand(const struct element *e)
{
	struct view v = element_attr_ns(e, NS_PIDF, "mustUnderstand");

	return view_is(v, "1") || view_is(v, "true");
}

bool pidf_priority_read(struct view v, int *thousandths)
{
	unsigned q;

	if (!sip_q_read(v, &q))
		return false;
	*thousandths = (int)q;
	return true;
}
