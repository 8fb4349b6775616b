#include "edge/link_private.h"

#include <stdlib.h>

#include "lib/mem.h"

/* --- names ----------------------------------------------------------------- */

bool link_names_have(const struct link_names *names, struct view domain)
{
	for (size_t i = 0; i < names->n; i++)
		if (view_is(domain, names->name[i]))
			return true;
	return false;
}

void link_names_add(struct link_names *names, struct view domain)
{
	/* At most as many as the edge serves: a handful. */
	names->name = mem_resize(names->name,
	                         (names->n + 1) * sizeof *names->name);
	names->name[names->n++] = view_dup(domain);
}

void link_names_clear(struct link_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct link_names){ NULL, 0 };
}

/* --- the way of a stanza --------------------------------------------------- */

/* Live ones before those that wait, old ones before new ones. */
static bool goes_before(const struct link_session *a,
                        const struct link_session *b)
{
	if (b == NULL || (a->on != NULL) != (b->on != NULL))
		return b == NULL || a->on != NULL;
	return a->order < b->order;
}

/* *full: one speaks for the domain but has no room. */
static struct link_session *route(const struct link *l, struct view domain,
                                  bool *full)
{
	struct link_session *best = NULL;
	size_t pos = 0;
	uint64_t id;
	void *value;

	*full = false;
	if (l->draining)
		return NULL;
	while (ids_next(l->sessions, &pos, &id, &value)) {
		struct link_session *s = value;

		if (!link_names_have(&s->domains, domain))
			continue;
		if (sm_is_full(s->sm))
			*full = true;
		else if (goes_before(s, best))
			best = s;
	}
	return best;
}

enum cause link_refuses(const struct link *l, struct view domain)
{
	bool full;

	if (route(l, domain, &full) != NULL)
		return CAUSE_NONE;
	return full ? CAUSE_QUEUE_FULL : CAUSE_NO_GATEWAY;
}

bool link_send(struct link *l, struct view domain, const struct element *e)
{
	bool full;
	struct link_session *s = route(l, domain, &full);

	if (s != NULL)
		session_send(s, e, TAG_PARTNER);
	return s != NULL;
}

bool link_speaks_for(const struct link *l, uint64_t session, struct view domain)
{
	const struct link_session *s = ids_get(l->sessions, session);

	return s != NULL && link_names_have(&s->domains, domain);
}
