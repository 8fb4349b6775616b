#include "xmpp/pairs.h"

#include <stdlib.h>

#include "lib/mem.h"

struct entry {
	char *from, *to;
	enum pair_state state;
};

/* A row, walked: the limit keeps it short, and it stays in order. */
struct pairs {
	struct entry *entry;
	size_t n, cap, max;
};

struct pairs *pairs_new(size_t max)
{
	struct pairs *p = mem_zalloc(sizeof *p);

	p->max = max;
	return p;
}

static void entry_free(struct entry *e)
{
	free(e->from);
	free(e->to);
}

void pairs_free(struct pairs **pp)
{
	if (*pp == NULL)
		return;
	for (size_t i = 0; i < (*pp)->n; i++)
		entry_free(&(*pp)->entry[i]);
	free((*pp)->entry);
	free(*pp);
	*pp = NULL;
}

static struct entry *find(const struct pairs *p, struct pair pair)
{
	for (size_t i = 0; i < p->n; i++)
		if (view_is(pair.from, p->entry[i].from) && view_is(pair.to, p->entry[i].to))
			return &p->entry[i];
	return NULL;
}

bool pairs_set(struct pairs *p, struct pair pair, enum pair_state state)
{
	struct entry *e = find(p, pair);

	if (e == NULL) {
		if (p->n == p->max)
			return false;
		p->entry = mem_grow(p->entry, p->n, &p->cap, sizeof *p->entry);
		e = &p->entry[p->n++];
		e->from = view_dup(pair.from);
		e->to = view_dup(pair.to);
	}
	e->state = state;
	return true;
}

void pairs_remove(struct pairs *p, struct pair pair)
{
	struct entry *e = find(p, pair);

	if (e == NULL)
		return;
	entry_free(e);
	for (p->n--; e < p->entry + p->n; e++)
		*e = e[1];
}

size_t pairs_count(const struct pairs *p, enum pair_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->entry[i].state == state;
	return n;
}

bool pairs_has(const struct pairs *p, struct pair pair, enum pair_state state)
{
	const struct entry *e = find(p, pair);

	return e != NULL && e->state == state;
}

bool pairs_next(const struct pairs *p, size_t *pos, struct pair *pair, enum pair_state *state)
{
	const struct entry *e;

	if (*pos >= p->n)
		return false;
	e = &p->entry[(*pos)++];
	*pair = (struct pair){ view_of(e->from), view_of(e->to) };
	*state = e->state;
	return true;
}

bool pair_is_proved(const struct pairs *p, struct pair pair)
{
	const struct entry *e = find(p, pair);

	return e != NULL && e->state == PAIR_PROVED;
}

bool sender_is_proved(const struct pairs *p, struct view from)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->entry[i].state == PAIR_PROVED && view_is(from, p->entry[i].from))
			return true;
	return false;
}
