#include "gateway/presence_map.h"

/* R8048-6.2-7: 0 and 127 meet 0 and 1, and what lies between stays apart. */
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
