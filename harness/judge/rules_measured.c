/* Expectations about what the system costs, counts, prints and tells its operator:
 * what the players measured. */
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"

/* What was measured when the act began, and in this step; the growth has to stay
 * below `most`. */
static void rule_growth(struct judging *g, const struct step *s, size_t end, const char *name,
                        uint64_t most, const char *words)
{
	uint64_t before = 0, after = 0;
	size_t event = NOWHERE;
	bool has_before = false;

	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_MEASURE || e->name == NULL || strcmp(e->name, name) != 0)
			continue;
		if (!has_before)
			has_before = text_u64(view_of(e->value), 0, UINT64_MAX / 1024, &before);
		else if (e->step == s->number &&
		         text_u64(view_of(e->value), 0, UINT64_MAX / 1024, &after))
			event = i;
	}
	if (event == NOWHERE)
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: it was not measured", s->number, s->text);
	else if (after > before && after - before >= most)
		failed(g, s, end, event, CLASS_WRONG_ANSWER, words);
	else
		fulfilled(g, s, end, event);
}

static void rule_memory(struct judging *g, const struct step *s, size_t end)
{
	uint64_t most = 0;

	text_size(view_of(s->arg[0]), &most);
	rule_growth(g, s, end, "rss-kib", (most + 1023) / 1024, "it uses more");
}

static void rule_cpu(struct judging *g, const struct step *s, size_t end)
{
	uint64_t most = 0;

	text_duration(view_of(s->arg[0]), &most);
	rule_growth(g, s, end, "cpu-us", most * 1000, "it takes more CPU");
}

static size_t measured(const struct judging *g, const struct step *s, size_t end,
                       const char *name)
{
	size_t event = NOWHERE;

	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_MEASURE && e->step == s->number && e->name != NULL &&
		    strcmp(e->name, name) == 0)
			event = i;
	}
	return event;
}

/* What its operator was told: `wanted` has to be one of the lines. */
static void rule_operator(struct judging *g, const struct step *s, size_t end,
                          const char *wanted)
{
	size_t event = measured(g, s, end, "operator");
	const char *got = event != NOWHERE ? g->h->event[event].value : NULL;
	struct view rest = view_of(got), line;
	bool said = false;

	if (got == NULL) {
		no_answer(g, s, end, "the operator's command said nothing in time");
		return;
	}
	if (strcmp(got, "cannot") == 0) {
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: its profile cannot ask", s->number, s->text);
		return;
	}
	while (!said && rest.n != 0) {
		(void)view_cut(rest, '|', &line, &rest);
		said = view_is(line, wanted);
	}
	if (said)
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER, got);
}

static void rule_names(struct judging *g, const struct step *s, size_t end, const char *what,
                       const char *first, const char *second)
{
	struct buf wanted = { 0 };

	buf_printf(&wanted, "%s %s%s%s", what, first, second[0] != '\0' ? " " : "", second);
	rule_operator(g, s, end, buf_cstr(&wanted));
	buf_free(&wanted);
}

/* What became of a configuration that it was asked about. */
static void rule_check(struct judging *g, const struct step *s, size_t end, const char *wanted)
{
	size_t event = measured(g, s, end, "check");
	const char *got = event != NOWHERE ? g->h->event[event].value : NULL;

	if (got == NULL || strcmp(got, "broken") == 0 || strcmp(got, "cannot") == 0)
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: it was not asked", s->number, s->text);
	else if (strcmp(got, wanted) == 0)
		fulfilled(g, s, end, event);
	else if (strcmp(got, "refused") == 0)
		failed(g, s, end, event, CLASS_REFUSED, "it was refused");
	else if (strcmp(wanted, "refused") == 0)
		failed(g, s, end, event, CLASS_ACCEPTED, "it was taken");
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER,
		       strcmp(got, "warned") == 0 ? "it was warned of" : "nothing was said of it");
}

/* The last measurement of this name by a step of this verb, or by `step`. */
static size_t counted(const struct judging *g, const char *name, size_t end, unsigned step,
                       enum verb by, uint64_t *value)
{
	for (size_t i = end; i-- > 0;) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_MEASURE && e->step > 0 && e->name != NULL &&
		    strcmp(e->name, name) == 0 &&
		    (step != 0 ? e->step == step : g->c->step[e->step - 1].verb == by) &&
		    text_u64(view_of(e->value), 0, UINT64_MAX, value))
			return i;
	}
	return NOWHERE;
}

static void rule_has_counted(struct judging *g, const struct step *s, size_t end)
{
	bool some = s->verb == VERB_HAS_COUNTED;
	const char *name = s->arg[some ? 1 : 0];
	uint64_t before = 0, after = 0, more = 0;
	size_t event = counted(g, name, end, s->number, s->verb, &after);

	if (some)
		text_u64(view_of(s->arg[0]), 1, UINT64_MAX, &more);
	if (event == NOWHERE ||
	    counted(g, name, end, 0, VERB_BEGINS_TO_COUNT, &before) == NOWHERE)
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: it was not counted", s->number, s->text);
	else if (after == before + more)
		fulfilled(g, s, end, event);
	else
		failed(g, s, end, event, CLASS_WRONG_ANSWER,
		       after < before + more ? "it has counted less" : "it has counted more");
}

static void rule_printed(struct judging *g, const struct step *s, size_t end)
{
	bool wanted = s->verb == VERB_HAS_PRINTED;
	uint64_t logs = 0;
	size_t event = counted(g, "printed", end, s->number, s->verb, &logs);

	if (event == NOWHERE)
		found(g, s->number, VERDICT_INCONC, CLASS_NONE, end,
		      "step %u `%s`: nobody looked", s->number, s->text);
	else if ((logs > 0) == wanted)
		fulfilled(g, s, end, event);
	else if (wanted)
		failed(g, s, end, event, CLASS_NO_ANSWER, "it stands nowhere");
	else
		failed(g, s, end, event, CLASS_LEAK, "it was printed");
}

/* --- which rule --------------------------------------------------------------------- */

bool rule_measured(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_TAKES_POLICY:		rule_check(g, s, end, "taken"); break;
	case VERB_WARNS_OF_POLICY:	rule_check(g, s, end, "warned"); break;
	case VERB_REFUSES_POLICY:	rule_check(g, s, end, "refused"); break;
	case VERB_TAKES_SETTING:	rule_check(g, s, end, "taken"); break;
	case VERB_WARNS_OF_SETTING:	rule_check(g, s, end, "warned"); break;
	case VERB_REFUSES_SETTING:	rule_check(g, s, end, "refused"); break;
	case VERB_WAY_OPEN:		rule_operator(g, s, end, "well"); break;
	case VERB_WAY_BROKEN:		rule_names(g, s, end, "broken", s->arg[0], ""); break;
	case VERB_SELF_SOUND:		rule_operator(g, s, end, "well"); break;
	case VERB_SELF_AMISS:		rule_names(g, s, end, "amiss", s->arg[0], s->arg[1]); break;
	case VERB_HAS_COUNTED: case VERB_HAS_COUNTED_NO_MORE: rule_has_counted(g, s, end); break;
	case VERB_HAS_PRINTED: case VERB_HAS_NEVER_PRINTED: rule_printed(g, s, end); break;
	case VERB_MEMORY_BELOW:		rule_memory(g, s, end); break;
	case VERB_CPU_BELOW:		rule_cpu(g, s, end); break;
	default:
		return false;
	}
	return true;
}
