#include "xmpp/stream_error.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "xmpp/condition.h"

struct element *stream_error_element(struct region *r, enum cause cause, const char *words)
{
	const char *condition = cause_stream_condition(cause);
	struct element *error = element_new(r, NS_STREAM, "error"), *text;

	assert(condition != NULL);
	element_add(r, error, NS_STREAM_ERROR, condition);
	text = element_add(r, error, NS_STREAM_ERROR, "text");
	element_set_ns(r, text, NS_XML, "lang", VIEW("en"));
	element_add_text(r, text, view_of(words != NULL ? words : cause_words(cause)));
	/* 4.9.3.21: undefined-condition only together with one of our own.
	 * stream_refuse_sm() adds that of XEP-0198. */
	if (cause == CAUSE_STANZA_TOO_BIG)
		element_add(r, error, "urn:xmpp:errors", "stanza-too-big");
	else if (strcmp(condition, "undefined-condition") == 0 &&
	         cause != CAUSE_SM_HANDLED_TOO_HIGH)
		element_add(r, error, NS_OUR_ERRORS, cause_label(cause));
	return error;
}

void stream_error_read(const struct element *e, struct region *r, struct view *condition,
                       struct view *text)
{
	const struct element *c = condition_of(e, NS_STREAM_ERROR);
	const struct element *words = element_child(e, NS_STREAM_ERROR, "text");

	*condition = c != NULL ? c->name : VIEW("undefined-condition");
	*text = VIEW("");
	if (view_is(*condition, "see-other-host"))
		*text = view_trim(element_text(c, r));
	else if (words != NULL)
		*text = element_text(words, r);
}
