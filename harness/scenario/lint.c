/* lint.c - what one file can get wrong although each of its lines can be read. */
#include <string.h>

#include "scenario/catalogue.h"
#include "scenario/draft.h"

bool lint_at(const struct draft *d, const struct word *w, struct fault *f, const char *fmt,
             const char *text)
{
	struct buf why = { 0 };
	bool ok;

	for (const char *p = fmt; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 's') {
			buf_puts(&why, text);
			p++;
		} else {
			buf_putc(&why, *p);
		}
	}
	ok = fault_set(f, d->source.file, w->line, w->column, "%s", buf_cstr(&why));
	buf_free(&why);
	return ok;
}

static bool twice(const struct draft *d, const struct words *w, struct fault *f)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(w->item[i].text, w->item[k].text) == 0)
				return lint_at(d, &w->item[i], f, "%s is named twice", w->item[i].text);
	return true;
}

static bool is_carried(const struct scenario *s, const char *id)
{
	for (size_t i = 0; i < s->n_cases; i++)
		for (size_t k = 0; k < s->cases[i]->n_step; k++)
			if (words_have(&s->cases[i]->step[k].requirements, id))
				return true;
	return false;
}

static bool check_requirement(const struct draft *d, const struct word *w,
                              const struct catalogue *cat, struct fault *f)
{
	const struct requirement *q = cat != NULL ? requirement_find(cat, view_of(w->text)) : NULL;
	const char *near;

	if (q != NULL && q->clause != NULL)
		return lint_at(d, w, f, "%s is excluded (excluded.tsv): it cannot be proved as well",
		               w->text);
	if (cat == NULL || q != NULL)
		return true;
	near = requirement_nearest(cat, view_of(w->text));
	return fault_set(f, d->source.file, w->line, w->column,
	                 "no catalogue has a requirement \"%s\"%s%s%s", w->text,
	                 near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	                 near != NULL ? "\"?" : "");
}

static bool check_requirements(const struct draft *d, const struct catalogue *cat,
                               struct fault *f)
{
	const struct scenario *s = d->scenario;

	for (size_t i = 0; i < s->proves.n; i++) {
		if (!check_requirement(d, &s->proves.item[i], cat, f))
			return false;
		if (!is_carried(s, s->proves.item[i].text))
			return lint_at(d, &s->proves.item[i], f, "no step carries requirement %s",
			               s->proves.item[i].text);
	}
	for (size_t i = 0; i < s->n_cases; i++)
		for (size_t k = 0; k < s->cases[i]->n_step; k++) {
			const struct words *w = &s->cases[i]->step[k].requirements;

			for (size_t q = 0; q < w->n; q++)
				if (!check_requirement(d, &w->item[q], cat, f) ||
				    (!words_have(&s->proves, w->item[q].text) &&
				     !lint_at(d, &w->item[q], f, "%s is not in `proves`", w->item[q].text)))
					return false;
		}
	return true;
}

static bool check_control(const struct draft *d, struct fault *f)
{
	const struct scenario *s = d->scenario;
	bool positive = false;

	for (size_t i = 0; i < s->n_cases; i++)
		positive = positive || s->cases[i]->positive;
	for (size_t i = 0; i < s->control.n; i++) {
		const struct word *w = &s->control.item[i];
		bool alone = strcmp(w->text, "none") == 0 || strcmp(w->text, "self") == 0;

		if (alone && s->control.n > 1)
			return lint_at(d, w, f, "`%s` stands alone", w->text);
		if (strcmp(w->text, s->id.text) == 0)
			return lint_at(d, w, f, "%s cannot be its own control; rows can: `control self`",
			               w->text);
		if (strcmp(w->text, "self") == 0 && d->matrix.line == 0)
			return lint_at(d, w, f, "`control %s` needs a matrix", w->text);
		if (strcmp(w->text, "self") == 0 && !positive)
			return lint_at(d, w, f, "`control %s`, and no row in which all is accepted",
			               w->text);
	}
	return twice(d, &s->control, f);
}

/* Columns for people are not used in the text. */
static bool is_for_people(const char *column)
{
	return strcmp(column, "row") == 0 || strcmp(column, "why") == 0 ||
	       strcmp(column, "way") == 0 || strcmp(column, "scene") == 0;
}

static bool check_matrix(const struct draft *d, struct fault *f)
{
	const struct matrix *m = &d->matrix;
	const struct scenario *s = d->scenario;

	for (size_t i = 0; i < d->n_scene; i++)
		if (!d->scene[i].used)
			return lint_at(d, &d->scene[i].name, f, "no row names scene \"%s\"",
			               d->scene[i].name.text);
	for (size_t i = 0; i < m->n_column; i++)
		if (!m->used[i] && !is_for_people(m->column[i].text))
			return lint_at(d, &m->column[i], f, "column \"%s\" is never used",
			               m->column[i].text);
	for (size_t i = 0; i < s->n_cases; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(s->cases[i]->id, s->cases[k]->id) == 0)
				return fault_set(f, d->source.file, m->row[i].line.number,
				                 m->row[i].line.column, "a second row %s", s->cases[i]->id);
	return true;
}

static bool check_file_name(const struct draft *d, struct fault *f)
{
	const char *slash = strrchr(d->source.file, '/');
	struct view name = view_of(slash != NULL ? slash + 1 : d->source.file);
	struct view id = view_of(d->scenario->id.text);
	struct view rest = view_from(name, id.n);

	if (view_starts(name, id) && (view_is(rest, ".scn") || view_starts(rest, VIEW("-"))))
		return true;
	return lint_at(d, &d->scenario->id, f, "the file's name does not begin with %s-",
	               d->scenario->id.text);
}

bool lint_scenario(struct draft *d, const struct catalogue *cat, struct fault *f)
{
	const struct scenario *s = d->scenario;

	if (!check_file_name(d, f))
		return false;
	if (s->canary.text == NULL && s->kills.n == 0)
		return lint_at(d, &s->id, f, "`kills` names no mutant: who shows that %s can fail?",
		               s->id.text);
	if (s->canary.text == NULL && s->proves.n == 0)
		return lint_at(d, &s->id, f, "`proves` names no requirement that %s is about",
		               s->id.text);
	return twice(d, &s->proves, f) && twice(d, &s->kills, f) && check_matrix(d, f) &&
	       check_control(d, f) && check_requirements(d, cat, f);
}
