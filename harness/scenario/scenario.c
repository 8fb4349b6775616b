#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "scenario/draft.h"
#include "scenario/needs.h"
#include "scenario/payload.h"
#include "scenario/tree.h"

bool words_have(const struct words *w, const char *text)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->item[i].text, text) == 0)
			return true;
	return false;
}

static void case_free(struct case_ *c)
{
	for (size_t i = 0; i < c->n_step; i++)
		for (size_t k = 0; k < c->step[i].n_payload; k++)
			payload_free(&c->step[i].payload[k]);
	free(c);
}

void scenario_free(struct scenario **sp)
{
	struct scenario *s = *sp;
	struct tree *tree;

	if (s == NULL)
		return;
	tree = s->tree;
	for (size_t i = 0; i < s->n_cases; i++)
		case_free(s->cases[i]);
	free(s->cases);
	needs_free(&s->needs);
	region_free(&tree->memory);
	free(tree);
	free(s);
	*sp = NULL;
}

bool step_is_lesser(const struct step *s, size_t alternative)
{
	return s->without != NULL && s->without[alternative].n > 0;
}

/* --- positive: can it be the control of another? ------------------------------------- */

static bool step_refuses(const struct step *s)
{
	bool all = s->n_payload > 0;

	switch (s->verb) {
	case VERB_IS_CLOSED: case VERB_SEES_TCP_END: case VERB_IS_REFUSED:
	case VERB_GETS_FAILED_HANDSHAKE: case VERB_HEARS_FAILURE: case VERB_IS_DENIED:
	case VERB_ASKED_NO_DNS: case VERB_WAS_NOT_CONNECTED: case VERB_HAS_STOPPED:
	case VERB_GOT_NO_LINE_END:
		return true;
	case VERB_GOT_NOTHING_LIKE:
		return s->arg[0] == NULL;	/* `since`: no second one of what was taken */
	case VERB_GETS: case VERB_GETS_ONE_OF: case VERB_GETS_TIMES:
		for (size_t i = 0; i < s->n_payload; i++)
			all = all && (step_is_lesser(s, i) || payload_is_refusal(s->payload[i]));
		return all;
	default:	/* all other verbs speak of what goes well */
		return false;
	}
}

static bool is_positive(const struct case_ *c)
{
	for (size_t i = 0; i < c->n_step; i++)
		if (c->step[i].strength != STEP_TOLERATED && step_refuses(&c->step[i]))
			return false;
	return true;
}

/* --- loading ---------------------------------------------------------------------------- */

/* "dialback" of "scenarios/dialback/DB-02-denied-key.scn" */
static char *chapter_of(struct region *memory, struct view path)
{
	struct view folder = { path.p, 0 };
	size_t from;

	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			folder.n = i;
	for (from = folder.n; from > 0 && folder.p[from - 1] != '/'; )
		from--;
	return region_cstr(memory, view_from(folder, from));
}

static bool add_case(struct draft *d, const struct row *row, struct fault *f)
{
	struct scenario *s = d->scenario;
	struct case_ *c = mem_zalloc(sizeof *c);

	s->cases[s->n_cases++] = c;
	if (!case_make(d, row, c, f) || !lint_case(d, c, f))
		return false;
	c->positive = is_positive(c);
	return true;
}

static bool load(const char *path, struct draft *d, const struct catalogue *cat,
                 struct fault *f)
{
	struct scenario *s = d->scenario;
	struct tree *tree = s->tree;
	bool ok;

	if (!draft_read(path, d, f))
		return false;
	s->file = region_cstr(d->memory, view_of(path));
	s->chapter = chapter_of(d->memory, view_of(path));
	tree->bytes = d->source.bytes;
	s->cases = mem_array(d->matrix.n_row + 1, sizeof *s->cases);
	ok = d->matrix.line != 0 || add_case(d, NULL, f);
	for (size_t i = 0; i < d->matrix.n_row && ok; i++)
		ok = add_case(d, &d->matrix.row[i], f);
	return ok && lint_scenario(d, cat, f);
}

struct scenario *scenario_load(const char *path, const struct catalogue *cat,
                               struct fault *f)
{
	struct scenario *s = mem_zalloc(sizeof *s);
	struct tree *tree = mem_zalloc(sizeof *tree);
	struct draft d = { .scenario = s };

	tree->memory = region_new();
	s->tree = tree;
	d.memory = tree->memory;
	if (!load(path, &d, cat, f))
		scenario_free(&s);
	draft_free(&d);
	return s;
}
