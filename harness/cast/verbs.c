#include "cast/verbs.h"

#include "cast/line.h"

static void (*const function[VERB_COUNT])(struct act *a) = {
#define X(name, ...) [VERB_##name] = act_##name,
#include "scenario/verb.tbl"
#undef X
};

void verb_do(struct act *a)
{
	function[a->step->verb](a);
}

struct line *verb_line(struct act *a)
{
	struct line *l = a->role->line;

	if (l == NULL)
		act_fail(a, "%s has no connection", a->role->name);
	return l;
}
