#include "edge/bounce.h"

#include <assert.h>

#include "lib/text.h"

#define WORDS_MAX 512	/* a peer's own words may stand in them */

/* The attribute is handed on as it stood; an empty one is not worth it. */
static void give(struct region *r, struct element *to, const char *name,
                 struct view value)
{
	if (value.n > 0)
		element_set(r, to, name, region_copy(r, value));
}

struct element *bounce(struct region *r, const struct element *stanza,
                       enum cause cause, const char *words)
{
	const char *condition = cause_stanza_condition(cause);
	struct element *e, *error, *text;
	struct view say = view_of(words != NULL ? words : cause_words(cause));

	assert(condition != NULL);
	if (!bounce_allowed(stanza))
		return NULL;
	e = element_new_view(r, region_copy(r, stanza->ns),
	                     region_copy(r, stanza->name));
	give(r, e, "from", element_attr(stanza, "to"));
	give(r, e, "to", element_attr(stanza, "from"));
	give(r, e, "id", element_attr(stanza, "id"));
	element_set(r, e, "type", VIEW("error"));

	error = element_add(r, e, NS_SERVER, "error");
	element_set(r, error, "type", view_of(cause_stanza_type(cause)));
	element_add(r, error, NS_STANZA_ERROR, condition);
	text = element_add(r, error, NS_STANZA_ERROR, "text");
	element_set_ns(r, text, NS_XML, "lang", VIEW("en"));
	element_add_text(r, text,
	                 region_copy(r, text_utf8_cut(say, WORDS_MAX)));
	element_add_text(r, element_add(r, error, NS_LINK, "cause"),
	                 view_of(cause_label(cause)));
	return e;
}
