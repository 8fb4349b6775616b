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

/* --- links ---------------------------------------------------------------------------------- */

static size_t words_of(struct view list)
{
	struct view rest = list, word;
	size_t n = 0;
	bool more = list.n > 0;

	for (; more; n++)
		more = view_cut(rest, ' ', &word, &rest);
	return n;
}

static bool has_word(struct view list, struct view wanted)
{
	struct view rest = list, word;
	bool more = list.n > 0, found = false;

	while (more && !found) {
		more = view_cut(rest, ' ', &word, &rest);
		found = view_eq(word, wanted);
	}
	return found;
}

static size_t common(struct view a, struct view b)
{
	struct view rest = a, word;
	bool more = a.n > 0;
	size_t n = 0;

	while (more) {
		more = view_cut(rest, ' ', &word, &rest);
		n += has_word(b, word);
	}
	return n;
}

/* The last `has ... links` at this process before the step. */
static size_t links_before(const struct judging *g, const struct step *s, const char *name)
{
	for (unsigned step = s->number - 1; step > 0; step--)
		if (g->c->step[step - 1].verb == VERB_HAS_LINKS &&
		    strcmp(g->c->step[step - 1].arg[1], s->arg[1]) == 0)
			return measured(g, step, g->h->n, name);
	return NOWHERE;
}

static void rule_links(struct judging *g, const struct step *s, size_t end, bool same)
{
	struct buf name = { 0 };
	size_t event, before;
	uint64_t wanted = 0, n;

	text_u64(view_of(s->arg[0]), 1, UINT32_MAX, &wanted);
	buf_printf(&name, "links-%s", s->arg[1]);
	event = measured(g, s->number, end, buf_cstr(&name));
	before = same ? links_before(g, s, buf_cstr(&name)) : event;
	buf_free(&name);
	if (event == NOWHERE || before == NOWHERE) {
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: nobody looked", s->number, s->text);
		return;
	}
	n = same ? common(view_of(g->h->event[event].value), view_of(g->h->event[before].value))
	         : words_of(view_of(g->h->event[event].value));
	if (n == wanted)
		fulfilled(g, s, end, event);
	else if (n < wanted)
		failed(g, s, end, event, CLASS_NO_ANSWER, "there are less");
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER, "there are more");
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
	case VERB_HAS_LINKS: rule_links(g, s, end, false); break;
	case VERB_KEEPS_LINKS: rule_links(g, s, end, true); break;
	default:
		return false;
	}
	return true;
}
