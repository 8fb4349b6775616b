#include "gateway/access.h"

bool access_permits(const struct access_policy *p)
{
	return p->federation && p->xmpp;
}

bool access_matches(const char *pattern, struct view user)
{
	struct view before, behind;

	if (!view_cut(view_of(pattern), '*', &before, &behind))
		return view_is(user, pattern);
	return user.n >= before.n + behind.n && view_starts(user, before) &&
	       view_ends(user, behind);
}

static bool is_of_site(const struct access_site *s, struct view user)
{
	for (size_t i = 0; i < s->n_pattern; i++)
		if (access_matches(s->pattern[i], user))
			return true;
	return false;
}

struct access_choice access_applies(const struct access *a, struct view user)
{
	for (size_t i = 0; i < a->n_user; i++)
		if (view_eq(a->user[i].user, user))
			return (struct access_choice){ ACCESS_USER, &a->user[i].policy };
	for (size_t i = 0; i < a->n_site; i++)
		if (is_of_site(&a->site[i], user))
			return (struct access_choice){ ACCESS_SITE, &a->site[i].policy };
	if (a->has_global)
		return (struct access_choice){ ACCESS_GLOBAL, &a->global };
	return (struct access_choice){ ACCESS_NONE, NULL };
}

const char *access_scope_word(enum access_scope s)
{
	switch (s) {
	case ACCESS_USER:
		return "access-user";
	case ACCESS_SITE:
		return "access-site";
	case ACCESS_GLOBAL:
		return "access-global";
	case ACCESS_NONE:
		break;
	}
	return "access-none";
}
