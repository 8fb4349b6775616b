#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"

/* What a word of the command line may be: a scenario's id (all its rows), a
 * row's id, a chapter, a requirement, or a program that takes part. */
static bool proves(const struct scenario *s, struct view id)
{
	for (size_t i = 0; i < s->proves.n; i++)
		if (view_is(id, s->proves.item[i].text))
			return true;
	return false;
}

static bool is_played_on(const struct case_ *c, struct view program)
{
	for (size_t i = 0; i < c->n_cast; i++)
		if (c->cast[i].on.text != NULL && view_is(program, c->cast[i].on.text))
			return true;
	return false;
}

static bool names(struct view word, const struct case_ *c)
{
	return view_is(word, c->scenario->id.text) || view_is(word, c->id) ||
	       view_is(word, c->scenario->chapter) || proves(c->scenario, word) ||
	       is_played_on(c, word);
}

static size_t position(const struct selection *s, const struct case_ *c)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->item[i] == c)
			break;
	return i;
}

static void add(struct selection *s, const struct case_ *c, bool asked)
{
	size_t i = position(s, c);

	if (i < s->n) {
		s->asked[i] |= asked;
		return;
	}
	s->item = mem_resize(s->item, (s->n + 1) * sizeof *s->item);
	s->asked = mem_resize(s->asked, (s->n + 1) * sizeof *s->asked);
	s->item[s->n] = c;
	s->asked[s->n++] = asked;
}

/* The controls of what is selected, and theirs in turn: `n` grows under way. */
static void add_controls(const struct lab *lab, struct selection *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct scenario *of = s->item[i]->scenario;

		for (size_t k = 0; k < of->control.n; k++) {
			const char *id = of->control.item[k].text;
			const struct scenario *control = suite_find(&lab->suite, id);

			if (strcmp(id, "self") == 0)
				control = of;
			if (control == NULL)
				continue; /* "none": a positive scenario */
			for (size_t j = 0; j < control->n_cases; j++)
				if (control != of || control->cases[j]->positive)
					add(s, control->cases[j], false);
		}
	}
}

static bool unknown(const struct lab *lab, struct view word, struct fault *f)
{
	const char **known = mem_array(lab->suite.n * 2 + 1, sizeof *known);
	const char *near;
	size_t n = 0;

	if (word.n > 1 && word.p[0] == '-') {
		free(known);
		return fault_set(f, NULL, 0, 0, "unknown option \"%.*s\"; see `fedlab --help`",
		                 VIEW_ARG(word));
	}
	if (requirement_find(lab->catalogue, word) != NULL) {
		free(known);
		return fault_set(f, NULL, 0, 0,
		                 "%.*s is a requirement that no scenario proves; see `fedlab "
		                 "explain`",
		                 VIEW_ARG(word));
	}
	for (size_t i = 0; i < lab->suite.n; i++) {
		known[n++] = lab->suite.item[i]->id.text;
		known[n++] = lab->suite.item[i]->chapter;
	}
	near = suggest(word, known, n);
	if (near == NULL)
		near = requirement_nearest(lab->catalogue, word);
	free(known);
	if (near == NULL)
		return fault_set(f, NULL, 0, 0,
		                 "\"%.*s\" is no scenario, chapter, requirement or program",
		                 VIEW_ARG(word));
	return fault_set(f, NULL, 0, 0,
	                 "\"%.*s\" is no scenario, chapter, requirement or program; did you "
	                 "mean \"%s\"?",
	                 VIEW_ARG(word), near);
}

bool select_cases(const struct lab *lab, char *const *words, size_t n, struct selection *out,
                  struct fault *f)
{
	struct selection s = { 0 };

	for (size_t w = 0; w < (n == 0 ? 1 : n); w++) {
		struct view word = n == 0 ? (struct view){ NULL, 0 } : view_of(words[w]);
		bool found = false;

		for (size_t i = 0; i < lab->suite.n; i++)
			for (size_t k = 0; k < lab->suite.item[i]->n_cases; k++) {
				const struct case_ *c = lab->suite.item[i]->cases[k];

				if (n == 0 || names(word, c)) {
					add(&s, c, true);
					found = true;
				}
			}
		if (!found && n != 0) {
			selection_free(&s);
			return unknown(lab, word, f);
		}
	}
	add_controls(lab, &s);
	*out = s;
	return true;
}

void select_canaries(const struct lab *lab, struct selection *s)
{
	for (size_t i = 0; i < lab->suite.n; i++)
		for (size_t k = 0; k < lab->suite.item[i]->n_cases; k++)
			if (lab->suite.item[i]->canary.text != NULL)
				add(s, lab->suite.item[i]->cases[k], true);
}

void selection_free(struct selection *s)
{
	free(s->item);
	free(s->asked);
	memset(s, 0, sizeof *s);
}
