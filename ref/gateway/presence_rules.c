#include "gateway/presence_map.h"

/* P18: 0 and 127 meet 0 and 1, and what lies between stays apart. */
int priority_to_contact(int priority)
{
	if (priority < 0 || priority > 127)
		return -1;
	return priority * 1000 / 127;
}

int contact_to_priority(int thousandths)
{
	int up;

	if (thousandths < 0 || thousandths > 1000)
		return PRIORITY_NONE;
	if (thousandths == 1000)
		return 127;
	up = (thousandths * 127 + 999) / 1000;
	return up < 126 ? up : 126;
}

static const struct {
	const char *word;
	enum show show;
} words[] = {
	{ "away", SHOW_AWAY },
	{ "chat", SHOW_CHAT },
	{ "dnd", SHOW_DND },
	{ "xa", SHOW_XA },
};

#define WORDS (sizeof words / sizeof words[0])

bool show_read(struct view word, enum show *out)
{
	for (size_t i = 0; i < WORDS; i++)
		if (view_is(word, words[i].word)) {
			*out = words[i].show;
			return true;
		}
	return false;
}

const char *show_word(enum show s)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].show == s)
			return words[i].word;
	return NULL;
}

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

/* Place in the order of spec 4.3: chat, none, dnd, away, xa. */
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
