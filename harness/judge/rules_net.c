/* Expectations about addresses, ports and sockets of the system. */
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"

static void rule_called_from(struct judging *g, const struct step *s, size_t end)
{
	size_t event = measured(g, s->number, end, "called-from");

	if (event == NOWHERE)
		no_answer(g, s, end, "nobody connected");
	else if (strcmp(g->h->event[event].value, "outside") != 0)
		failed(g, s, end, event, CLASS_WRONG_ANSWER, "it was called from elsewhere");
	else
		fulfilled(g, s, end, event);
}

/* The connection of this step: it never was one, or it was taken. */
static void rule_refused(struct judging *g, const struct step *s, size_t end)
{
	bool begun = false;

	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		begun = begun || (e->kind == EVENT_BEGIN && e->step == s->number);
		if (!begun || !is_by(e, actor_of(g, s)))
			continue;
		if (e->kind == EVENT_OPEN) {
			failed(g, s, end, i, CLASS_ACCEPTED, "it was taken");
			return;
		}
		if (e->kind == EVENT_CLOSE && e->value != NULL && strcmp(e->value, "refused") == 0) {
			fulfilled(g, s, end, i);
			return;
		}
	}
	no_answer(g, s, end, "it was neither taken nor refused");
}

/* `none`: there has to be none. */
static void rule_sockets(struct judging *g, const struct step *s, size_t end, const char *name,
                         bool none, const char *words)
{
	size_t event = measured(g, s->number, end, name);
	uint64_t n = 0;

	if (event == NOWHERE || !text_u64(view_of(g->h->event[event].value), 0, UINT32_MAX, &n))
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: nobody looked", s->number, s->text);
	else if ((n == 0) == none)
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, event, none ? CLASS_NOT_CLOSED : CLASS_NO_ANSWER, words);
}

bool rule_net(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_CALLED_FROM_OUTSIDE: rule_called_from(g, s, end); break;
	case VERB_IS_REFUSED: rule_refused(g, s, end); break;
	case VERB_LISTENS_AT:
		rule_sockets(g, s, end, "listening", false, "nothing listens there");
		break;
	case VERB_HAS_CONNECTION_AT:
		rule_sockets(g, s, end, "established", false, "none is established there");
		break;
	case VERB_HAS_NO_CONNECTION_AT:
		rule_sockets(g, s, end, "established", true, "one is established there");
		break;
	default:
		return false;
	}
	return true;
}
