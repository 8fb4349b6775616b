#include "gateway/presence_map.h"

/* Place in the order: chat, none, dnd, away, xa. */
static int class_of(const struct presence *p)
{
	static const int order[] = {
		[SHOW_CHAT] = 0, [SHOW_NONE] = 1, [SHOW_DND] = 2,
		[SHOW_AWAY] = 3, [SHOW_XA] = 4,
	};

	if (!p->available)
		return 6;
	/* RFC 6121 4.7.2.3: a negative one is not to be spoken to. */
	if (p->priority < 0 && p->priority != PRIORITY_NONE)
		return 5;
	return order[p->show];
}

static int priority_of(const struct presence *p)
{
	return p->priority == PRIORITY_NONE ? 0 : p->priority;
}

static bool is_better(const struct presence *all, const int64_t *arrived, size_t a, size_t b)
{
	int class_a = class_of(&all[a]), class_b = class_of(&all[b]);

	if (class_a != class_b)
		return class_a < class_b;
	if (priority_of(&all[a]) != priority_of(&all[b]))
		return priority_of(&all[a]) > priority_of(&all[b]);
	return arrived != NULL && arrived[a] > arrived[b];
}

size_t presence_fold(const struct presence *all, const int64_t *arrived, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (is_better(all, arrived, i, best))
			best = i;
	return best;
}

bool presence_document_fits(size_t bytes, size_t max)
{
	return bytes <= max;
}

bool presence_stanza_fits(size_t bytes, size_t max)
{
	return bytes <= max;
}
