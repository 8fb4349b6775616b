#include "cast/verbs.h"

#include "cast/front_end.h"
#include "cast/inside.h"

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

bool verb_put(struct act *a, const char *auto_, struct view xml)
{
	enum actor_kind kind = a->role->kind;
	struct line *l;

	if (kind == ACTOR_INSIDE_USER || kind == ACTOR_XMPP_USER)
		return inside_send(a->role, auto_, xml) ||
		       act_fail(a, "%s is not online", a->role->name);
	l = verb_line(a);
	return l != NULL && (line_send(l, auto_, xml) ||
	                     act_fail(a, "%s's connection is closed", a->role->name));
}

struct unit *verb_saved(const struct act *a, const char *name)
{
	struct view bytes;

	if (!stage_saved(a->stage, name, &bytes))
		return NULL;
	return role_is_sip(a->role) ? unit_parse_sip(bytes) : unit_parse(bytes);
}
