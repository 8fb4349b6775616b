#include "gateway/language.h"

#include "sip/field.h"

struct view language_tag(struct view v)
{
	if (v.n <= LANGUAGE_MAX && sip_is_language_tag(v))
		return v;
	return (struct view){ "", 0 };
}

bool language_same(struct view a, struct view b)
{
	return view_ieq(a, b);
}
