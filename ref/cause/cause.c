#include "cause/cause.h"

#include <assert.h>
#include <stddef.h>

struct row {
	const char *stream;
	const char *stanza;
	const char *type;
	int sip;
	const char *label;
	const char *words;
};

static const struct row rows[CAUSE_COUNT] = {
	[CAUSE_NONE] = { NULL, NULL, NULL, 0, "none", "" },
#define X(name, stream, stanza, type, sip, label, words) \
	[CAUSE_##name] = { stream, stanza, type, sip, label, words },
#include "cause/cause.tbl"
#undef X
};

static const struct row *row(enum cause c)
{
	assert(c < CAUSE_COUNT);
	return &rows[c];
}

const char *cause_stream_condition(enum cause c)
{
	return row(c)->stream;
}

const char *cause_stanza_condition(enum cause c)
{
	return row(c)->stanza;
}

const char *cause_stanza_type(enum cause c)
{
	return row(c)->type;
}

int cause_sip_status(enum cause c)
{
	return row(c)->sip;
}

const char *cause_label(enum cause c)
{
	return row(c)->label;
}

const char *cause_words(enum cause c)
{
	return row(c)->words;
}

enum cause cause_named(struct view label)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++)
		if (view_is(label, rows[c].label))
			return c;
	return CAUSE_NONE;
}
