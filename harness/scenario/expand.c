/* The rows of a matrix, each put into the text, each a case of its own. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "scenario/draft.h"

struct row_columns {
	struct matrix *matrix;
	const struct row *row;
};

static bool get(void *arg, struct view name, struct view *value)
{
	const struct row_columns *c = arg;

	for (size_t i = 0; i < c->matrix->n_column; i++)
		if (view_is(name, c->matrix->column[i].text)) {
			c->matrix->used[i] = true;
			*value = view_of(c->row->cell[i].text);
			return true;
		}
	return false;
}

static const char *nearest(void *arg, struct view name)
{
	const struct row_columns *c = arg;
	const char **names = mem_array(c->matrix->n_column + 1, sizeof *names);
	const char *near;

	for (size_t i = 0; i < c->matrix->n_column; i++)
		names[i] = c->matrix->column[i].text;
	near = suggest(name, names, c->matrix->n_column);
	free(names);
	return near;
}

static const struct word *cell(const struct draft *d, const struct row *row, const char *column)
{
	for (size_t i = 0; i < d->matrix.n_column && row != NULL; i++)
		if (strcmp(d->matrix.column[i].text, column) == 0)
			return &row->cell[i];
	return NULL;
}

static bool find_scene(struct building *b, const struct row *row, struct raw_steps **out)
{
	struct draft *d = b->d;
	const struct word *wanted = cell(d, row, "scene");
	const char **names;

	*out = &d->act;
	if (d->n_scene == 0)
		return wanted == NULL ||
		       fault_set(b->f, d->source.file, wanted->line, wanted->column,
		                 "a column `scene`, and no scene");
	if (wanted == NULL)
		return fault_set(b->f, d->source.file, d->matrix.line, 1,
		                 "the matrix needs a column `scene` that chooses");
	for (size_t i = 0; i < d->n_scene; i++)
		if (strcmp(d->scene[i].name.text, wanted->text) == 0) {
			*out = &d->scene[i];
			(*out)->used = true;
			return true;
		}
	names = mem_array(d->n_scene, sizeof *names);
	for (size_t i = 0; i < d->n_scene; i++)
		names[i] = d->scene[i].name.text;
	unknown_word(&d->source, wanted->line, wanted->column, "there is no scene",
	             view_of(wanted->text), names, d->n_scene, b->f);
	free(names);
	return false;
}

static bool add_steps(struct building *b, const struct raw_steps *from, enum phase phase,
                      unsigned *group)
{
	for (size_t i = 0; i < from->n; i++) {
		if (from->item[i].barrier)
			++*group;
		else if (!step_make(b, &from->item[i], phase, *group))
			return false;
	}
	++*group;
	return true;
}

static char *id_of(const struct draft *d, const struct row *row)
{
	const struct word *number = cell(d, row, "row");
	const char *id = d->scenario->id.text;
	struct view made;

	if (row == NULL)
		return region_cstr(d->memory, view_of(id));
	if (number != NULL)
		made = region_printf(d->memory, "%s/%s", id, number->text);
	else
		made = region_printf(d->memory, "%s/%zu", id, (size_t)(row - d->matrix.row) + 1);
	return region_cstr(d->memory, made);
}

/* Groups that lost all their steps to `if` leave no gap. */
static void close_gaps(struct case_ *c)
{
	unsigned group = 0, last = 0;

	for (size_t i = 0; i < c->n_step; i++) {
		if (i == 0 || c->step[i].group != last)
			group++;
		last = c->step[i].group;
		c->step[i].group = group;
	}
}

bool case_make(struct draft *d, const struct row *row, struct case_ *out, struct fault *f)
{
	struct row_columns at = { &d->matrix, row };
	struct columns columns = { get, nearest, &at };
	struct building b = { d, &columns, out, f };
	const struct word *why = cell(d, row, "why");
	struct raw_steps *scene;
	struct matrix none = { 0 };
	unsigned group = 1;

	if (row == NULL)
		at.matrix = &none;
	out->scenario = d->scenario;
	out->id = id_of(d, row);
	out->why = why != NULL ? why->text : NULL;
	if (!find_scene(&b, row, &scene))
		return false;
	out->step = region_alloc(d->memory, (d->setup.n + scene->n + d->after.n + 1) *
	                                    sizeof *out->step);
	if (!cast_make(&b) || !add_steps(&b, &d->setup, PHASE_SETUP, &group) ||
	    !add_steps(&b, scene, PHASE_ACT, &group) ||
	    !add_steps(&b, &d->after, PHASE_AFTER, &group))
		return false;
	close_gaps(out);
	return true;
}
