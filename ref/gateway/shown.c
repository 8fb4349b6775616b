#include "gateway/shown.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/watch_rules.h"
#include "lib/mem.h"

/* --- one block ---------------------------------------------------------------- */

static size_t size_of(const struct presence *p)
{
	size_t n = sizeof(struct shown) + p->resource.n + p->lang.n;

	for (const struct pidf_note *x = p->status; x != NULL; x = x->next)
		n += sizeof *x + x->lang.n + x->text.n;
	return n;
}

static struct view put(char **at, struct view v)
{
	struct view copy = { *at, v.n };

	if (v.n != 0)
		memcpy(*at, v.p, v.n);
	*at += v.n;
	return copy;
}

static struct shown *copy_of(const struct presence *p, int64_t now)
{
	struct shown *s = mem_zalloc(size_of(p));
	struct pidf_note *note = (struct pidf_note *)(s + 1), **last;
	char *at;
	size_t notes = 0;

	for (const struct pidf_note *x = p->status; x != NULL; x = x->next)
		notes++;
	at = (char *)(note + notes);
	s->presence = *p;
	s->arrived = now;
	s->presence.resource = put(&at, p->resource);
	s->presence.lang = put(&at, p->lang);
	last = &s->presence.status;
	for (const struct pidf_note *x = p->status; x != NULL; x = x->next, note++) {
		note->lang = put(&at, x->lang);
		note->text = put(&at, x->text);
		*last = note;
		last = &note->next;
	}
	*last = NULL;
	return s;
}

/* --- the list -------------------------------------------------------------------- */

static struct shown **place_of(struct shown **list, struct view resource)
{
	while (*list != NULL && !view_eq((*list)->presence.resource, resource))
		list = &(*list)->next;
	return list;
}

struct shown *shown_find(struct shown *list, struct view resource)
{
	return *place_of(&list, resource);
}

size_t shown_count(const struct shown *list)
{
	size_t n = 0;

	for (; list != NULL; list = list->next)
		n++;
	return n;
}

bool shown_set(struct shown **list, const struct presence *p, int64_t now)
{
	struct shown **place = place_of(list, p->resource), *old = *place, *s;
	bool same;

	if (old == NULL && !watch_shows_more(shown_count(*list)))
		return false;
	same = old != NULL && old->gone == !p->available && presence_equal(&old->presence, p);
	/* PIDF 4.1.7: never the same time again. */
	if (old != NULL && now <= old->arrived)
		now = old->arrived + 1;
	s = copy_of(p, same ? old->arrived : now);
	s->stamp = old != NULL ? old->stamp : STAMP_NONE;
	s->gone = !p->available;
	s->untold = old != NULL && old->untold;
	s->next = old != NULL ? old->next : NULL;
	*place = s;
	free(old);
	return !same;
}

static void drop(struct shown **list, bool only_gone)
{
	while (*list != NULL) {
		struct shown *s = *list;

		if (!only_gone || (s->gone && !s->untold)) {
			*list = s->next;
			free(s);
		} else {
			list = &s->next;
		}
	}
}

void shown_drop_gone(struct shown **list)
{
	drop(list, true);
}

void shown_clear(struct shown **list)
{
	drop(list, false);
}

bool shown_all_gone(struct shown *list)
{
	bool some = false;

	for (; list != NULL; list = list->next) {
		some = some || !list->gone;
		list->gone = true;
		list->presence.available = false;
	}
	return some;
}

bool shown_any_available(const struct shown *list)
{
	for (; list != NULL; list = list->next)
		if (!list->gone)
			return true;
	return false;
}

struct presence *shown_array(const struct shown *list, bool closed, struct region *r,
                             int64_t **arrived)
{
	size_t n = shown_count(list), i = 0;
	struct presence *all = region_alloc(r, (n + 1) * sizeof *all);

	*arrived = region_alloc(r, (n + 1) * sizeof **arrived);
	for (; list != NULL; list = list->next, i++) {
		all[i] = list->presence;
		(*arrived)[i] = list->arrived;
		if (closed) {
			all[i].available = false;
			all[i].status = NULL;
		}
	}
	return all;
}
