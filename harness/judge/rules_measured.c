/* Expectations about what the system costs, counts, prints and tells its operator:
 * what the players measured. */
#include <string.h>

#include "judge/judging.h"
#include "lib/text.h"

/* --- what was measured ---------------------------------------------------------------- */

static bool is_measure(const struct judging *g, size_t i, const char *name)
{
	const struct event *e = &g->h->event[i];

	return e->kind == EVENT_MEASURE && e->name != NULL && strcmp(e->name, name) == 0;
}

size_t measured(const struct judging *g, unsigned step, size_t end, const char *name)
{
	for (size_t i = end; i-- > 0;)
		if (is_measure(g, i, name) && g->h->event[i].step == step)
			return i;
	return NOWHERE;
}

/* False: nothing was measured there, or less than `least`. */
static bool number_at(const struct judging *g, size_t event, uint64_t least, uint64_t *value)
{
	return event != NOWHERE &&
	       text_u64(view_of(g->h->event[event].value), least, UINT64_MAX / 1024, value);
}

static void unmeasured(struct judging *g, const struct step *s, size_t end, const char *why)
{
	found(g, s->number, VERDICT_INCONC, CLASS_NONE, end, "step %u `%s`: %s", s->number,
	      s->text, why);
}

/* --- what it costs ----------------------------------------------------------------------- */

/* When the act began (step 0), and in this step; the growth has to stay below `most`.
 * A program that runs has taken some: 0 is one that did not. */
static void rule_growth(struct judging *g, const struct step *s, size_t end, const char *name,
                        uint64_t most, const char *words)
{
	size_t event = measured(g, s->number, end, name);
	uint64_t before = 0, after = 0;

	if (!number_at(g, measured(g, 0, end, name), 1, &before) ||
	    !number_at(g, event, 1, &after))
		unmeasured(g, s, end, "it was not measured");
	else if (after < before && strcmp(name, "cpu-us") == 0)
		unmeasured(g, s, end, "its time has begun anew, for it was restarted");
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

/* --- what it says of itself -------------------------------------------------------------- */

/* What its operator was told: `wanted` has to be one of the lines. */
static void rule_operator(struct judging *g, const struct step *s, size_t end,
                          const char *wanted)
{
	size_t event = measured(g, s->number, end, "operator");
	const char *got = event != NOWHERE ? g->h->event[event].value : NULL;
	struct view rest = view_of(got), line;
	bool said = false;

	if (got == NULL) {
		no_answer(g, s, end, "the operator's command said nothing in time");
		return;
	}
	if (strcmp(got, "cannot") == 0) {
		unmeasured(g, s, end, "its profile cannot ask");
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
	size_t event = measured(g, s->number, end, "check");
	const char *got = event != NOWHERE ? g->h->event[event].value : NULL;

	if (got == NULL || strcmp(got, "broken") == 0 || strcmp(got, "cannot") == 0)
		unmeasured(g, s, end, "it was not asked");
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

/* --- what it counts and prints ------------------------------------------------------------ */

/* The last of this name by a step that `begins to count`. */
static size_t counted_from(const struct judging *g, const char *name, size_t end)
{
	for (size_t i = end; i-- > 0;) {
		unsigned step = g->h->event[i].step;

		if (is_measure(g, i, name) && step > 0 &&
		    g->c->step[step - 1].verb == VERB_BEGINS_TO_COUNT)
			return i;
	}
	return NOWHERE;
}

static void rule_has_counted(struct judging *g, const struct step *s, size_t end)
{
	bool some = s->verb == VERB_HAS_COUNTED;
	const char *name = s->arg[some ? 1 : 0];
	uint64_t before = 0, after = 0, more = 0;
	size_t event = measured(g, s->number, end, name);

	if (some)
		text_u64(view_of(s->arg[0]), 1, UINT64_MAX, &more);
	if (!number_at(g, event, 0, &after) ||
	    !number_at(g, counted_from(g, name, end), 0, &before))
		unmeasured(g, s, end, "it was not counted");
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
	size_t event = measured(g, s->number, end, "printed");

	if (!number_at(g, event, 0, &logs))
		unmeasured(g, s, end, "nobody looked");
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
	case VERB_SELF_CONCERNED:	rule_names(g, s, end, "concern", s->arg[0], s->arg[1]); break;
	case VERB_HAS_SETTING:		rule_operator(g, s, end, s->arg[0]); break;
	case VERB_HAS_COUNTED: case VERB_HAS_COUNTED_NO_MORE: rule_has_counted(g, s, end); break;
	case VERB_HAS_PRINTED: case VERB_HAS_NEVER_PRINTED: rule_printed(g, s, end); break;
	case VERB_MEMORY_BELOW:		rule_memory(g, s, end); break;
	case VERB_CPU_BELOW:		rule_cpu(g, s, end); break;
	default:
		return false;
	}
	return true;
}
