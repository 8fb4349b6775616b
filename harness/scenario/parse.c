/* Lines to sections; nothing here knows a verb. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "scenario/draft.h"
#include "scenario/needs.h"

static const char *const headings[] = {
	"test", "title", "proves", "needs", "control", "kills", "budget", "canary",
	"cast", "setup", "act", "then", "after", "matrix", "scene",
};
#define N_HEADINGS (sizeof headings / sizeof headings[0])

enum section { IN_HEAD, IN_CAST, IN_STEPS, IN_MATRIX };

struct parsing {
	struct draft *d;
	enum section section;
	struct raw_steps *steps;	/* IN_STEPS */
	struct raw_step *step;		/* the last one; NULL: none */
	bool alternative;		/* `or` was read: another payload begins */
	struct words without;		/* what stood behind it */
	bool in_payload;		/* the last line was one of a payload */
	bool seen[N_HEADINGS];
	struct fault *f;
};

static bool wrong(const struct parsing *p, const struct line *l, const char *why)
{
	return fault_set(p->f, p->d->source.file, l->number, l->column, "%s", why);
}

static struct word word_of(const struct parsing *p, const struct token *t, unsigned line)
{
	return (struct word){ region_cstr(p->d->memory, view_of(t->text)), line, t->column };
}

static void copy_words(const struct parsing *p, const struct tokens *t, size_t from,
                       unsigned line, struct words *out)
{
	out->n = t->n - from;
	out->item = region_alloc(p->d->memory, (out->n + 1) * sizeof *out->item);
	for (size_t i = 0; i < out->n; i++)
		out->item[i] = word_of(p, &t->item[from + i], line);
}

/* --- the head ------------------------------------------------------------------------ */

static bool id_is_valid(struct view id)
{
	if (id.n == 0 || id.n > 40)
		return false;
	for (size_t i = 0; i < id.n; i++)
		if (!(id.p[i] >= 'A' && id.p[i] <= 'Z') && !(id.p[i] >= '0' && id.p[i] <= '9') &&
		    !(id.p[i] == '-' && i > 0 && i < id.n - 1))
			return false;
	return true;
}

/* What stands behind the first word, without the comment, one blank between. */
static char *rest_of(const struct parsing *p, const struct tokens *t)
{
	struct buf b = { 0 };
	char *text;

	for (size_t i = 1; i < t->n; i++) {
		bool comma = strcmp(t->item[i].text, ",") == 0;

		buf_printf(&b, "%s%s", i > 1 && !comma ? " " : "", t->item[i].text);
	}
	text = region_cstr(p->d->memory, buf_view(&b));
	buf_free(&b);
	return text;
}

static bool read_budget(const struct parsing *p, const struct line *l, const struct tokens *t)
{
	static const char *const row[] = { "per", "row" };
	uint64_t ms;

	if (t->n != 2 && t->n != 4)
		return wrong(p, l, "a budget is a time: `budget 8s`, or `budget 8s per row`");
	for (size_t i = 2; i < t->n; i++)
		if (strcmp(t->item[i].text, row[i - 2]) != 0)
			return wrong(p, l, "a budget is a time: `budget 8s`, or `budget 8s per row`");
	if (!text_duration(view_of(t->item[1].text), &ms) || ms == 0 || ms > 7 * 86400000ull)
		return fault_set(p->f, p->d->source.file, l->number, t->item[1].column,
		                 "\"%s\" is no time from 1ms to 168h", t->item[1].text);
	p->d->scenario->budget_ms = ms;
	return true;
}

static bool read_canary(const struct parsing *p, const struct line *l, const struct tokens *t)
{
	static const char *const verdicts[] = { "pass", "fail", "inconc", "na", "error" };

	if (t->n != 2)
		return wrong(p, l, "`canary` takes one verdict");
	for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
		if (strcmp(t->item[1].text, verdicts[i]) == 0) {
			p->d->scenario->canary = word_of(p, &t->item[1], l->number);
			return true;
		}
	return unknown_word(&p->d->source, l->number, t->item[1].column, "no verdict is called",
	                    view_of(t->item[1].text), verdicts,
	                    sizeof verdicts / sizeof verdicts[0], p->f);
}

static bool read_needs(const struct parsing *p, const struct line *l, const struct tokens *t)
{
	struct view text = l->text;
	unsigned skip;

	if (t->n < 2)
		return wrong(p, l, "`needs` without a name");
	/* As it stands, so that a fault can name its column; to the comment. */
	skip = t->item[1].column - l->column;
	text = view_from(text, skip);
	text.n = (size_t)(t->item[t->n - 1].column - t->item[1].column) +
	         strlen(t->item[t->n - 1].text);
	p->d->scenario->needs = needs_parse(text, p->d->source.file, l->number,
	                                    t->item[1].column, p->f);
	return p->d->scenario->needs != NULL;
}

static bool read_head(const struct parsing *p, const struct line *l, const struct tokens *t)
{
	struct scenario *s = p->d->scenario;
	const char *key = t->item[0].text;

	if (strcmp(key, "test") == 0) {
		if (t->n != 2 || !id_is_valid(view_of(t->item[1].text)))
			return wrong(p, l, "`test` takes one id of capital letters, digits and hyphens");
		s->id = word_of(p, &t->item[1], l->number);
	} else if (strcmp(key, "title") == 0) {
		if (t->n < 2)
			return wrong(p, l, "`title` without words");
		s->title = rest_of(p, t);
	} else if (strcmp(key, "proves") == 0) {
		copy_words(p, t, 1, l->number, &s->proves);
	} else if (strcmp(key, "kills") == 0) {
		copy_words(p, t, 1, l->number, &s->kills);
	} else if (strcmp(key, "control") == 0) {
		if (t->n < 2)
			return wrong(p, l, "`control` takes ids, or none, or self");
		copy_words(p, t, 1, l->number, &s->control);
	} else if (strcmp(key, "needs") == 0) {
		return read_needs(p, l, t);
	} else if (strcmp(key, "budget") == 0) {
		return read_budget(p, l, t);
	} else {
		return read_canary(p, l, t);
	}
	return true;
}

/* --- sections ------------------------------------------------------------------------- */

static bool begin_scene(struct parsing *p, const struct line *l, const struct tokens *t)
{
	struct draft *d = p->d;

	if (t->n != 2)
		return wrong(p, l, "`scene` takes one name");
	for (size_t i = 0; i < d->n_scene; i++)
		if (strcmp(d->scene[i].name.text, t->item[1].text) == 0)
			return fault_set(p->f, d->source.file, l->number, t->item[1].column,
			                 "scene \"%s\" is there already, in line %u",
			                 t->item[1].text, d->scene[i].line);
	d->scene = mem_grow(d->scene, d->n_scene, &d->cap_scene, sizeof *d->scene);
	p->steps = &d->scene[d->n_scene++];
	memset(p->steps, 0, sizeof *p->steps);
	p->steps->name = word_of(p, &t->item[1], l->number);
	p->steps->line = l->number;
	p->section = IN_STEPS;
	return true;
}

static struct raw_step *add_step(struct raw_steps *to, const struct line *l)
{
	to->item = mem_grow(to->item, to->n, &to->cap, sizeof *to->item);
	memset(&to->item[to->n], 0, sizeof *to->item);
	to->item[to->n].line = *l;
	return &to->item[to->n++];
}

static bool begin_section(struct parsing *p, const struct line *l, const struct tokens *t)
{
	const char *name = t->item[0].text;

	if (strcmp(name, "scene") == 0)
		return begin_scene(p, l, t);
	if (t->n != 1)
		return fault_set(p->f, p->d->source.file, l->number, t->item[1].column,
		                 "nothing stands behind `%s`", name);
	if (strcmp(name, "then") == 0) {
		if (p->section != IN_STEPS || p->steps->n == 0 ||
		    p->steps->item[p->steps->n - 1].barrier)
			return wrong(p, l, "`then` stands between steps");
		add_step(p->steps, l)->barrier = true;
	} else if (strcmp(name, "cast") == 0) {
		p->section = IN_CAST;
	} else if (strcmp(name, "matrix") == 0) {
		p->section = IN_MATRIX;
		p->d->matrix.line = l->number;
	} else {
		p->section = IN_STEPS;
		p->steps = strcmp(name, "setup") == 0 ? &p->d->setup :
		           strcmp(name, "act") == 0 ? &p->d->act : &p->d->after;
		p->steps->line = l->number;
	}
	return true;
}

static bool read_heading(struct parsing *p, const struct line *l)
{
	struct tokens t;
	size_t i = 0;
	bool again;

	if (!tokens_read(&p->d->source, l, NULL, p->d->memory, &t, p->f))
		return false;
	while (i < N_HEADINGS && strcmp(headings[i], t.item[0].text) != 0)
		i++;
	if (i == N_HEADINGS)
		return unknown_word(&p->d->source, l->number, l->column, "unknown word",
		                    view_of(t.item[0].text), headings, N_HEADINGS, p->f);
	again = p->seen[i] && strcmp(headings[i], "then") != 0 && strcmp(headings[i], "scene") != 0;
	if (again)
		return fault_set(p->f, p->d->source.file, l->number, l->column,
		                 "a second `%s`", headings[i]);
	p->seen[i] = true;
	p->step = NULL;
	p->in_payload = p->alternative = false;
	if (i < 8)
		return p->section == IN_HEAD ? read_head(p, l, &t)
		                             : wrong(p, l, "this stands before the cast");
	return begin_section(p, l, &t);
}

/* --- a matrix ------------------------------------------------------------------------ */

/* | a | b |  into the words between the bars. */
static bool read_cells(const struct parsing *p, const struct line *l, struct word **cell,
                       size_t *n)
{
	struct view rest, one, text = l->text;
	size_t bars = 0, at = 1;

	text = view_trim(text);
	for (size_t i = 0; i < text.n; i++)
		bars += text.p[i] == '|';
	if (bars < 2 || text.p[text.n - 1] != '|')
		return wrong(p, l, "a row of a matrix is | a | b |");
	*n = bars - 1;
	*cell = region_alloc(p->d->memory, *n * sizeof **cell);
	rest = view_from(text, 1);
	for (size_t i = 0; i < *n; i++) {
		struct view trimmed;

		view_cut(rest, '|', &one, &rest);
		trimmed = view_trim(one);
		(*cell)[i] = (struct word){ region_cstr(p->d->memory, trimmed), l->number,
			l->column + (unsigned)(at + (size_t)(trimmed.n > 0 ? trimmed.p - one.p : 0)) };
		at += one.n + 1;
	}
	return true;
}

static bool read_row(struct parsing *p, const struct line *l)
{
	struct matrix *m = &p->d->matrix;
	struct word *cell = NULL;
	size_t n = 0;

	if (l->text.p[0] != '|')
		return wrong(p, l, "a row of a matrix is | a | b |");
	if (!read_cells(p, l, &cell, &n))
		return false;
	if (m->column == NULL) {
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < i; k++)
				if (strcmp(cell[i].text, cell[k].text) == 0)
					return fault_set(p->f, p->d->source.file, l->number, cell[i].column,
					                 "a second column \"%s\"", cell[i].text);
		for (size_t i = 0; i < n; i++)
			if (!name_is_valid(view_of(cell[i].text)))
				return fault_set(p->f, p->d->source.file, l->number, cell[i].column,
				                 "\"%s\" is no name for a column", cell[i].text);
		m->column = cell;
		m->n_column = n;
		m->used = region_alloc(p->d->memory, n * sizeof *m->used);
		return true;
	}
	if (n != m->n_column)
		return fault_set(p->f, p->d->source.file, l->number, l->column,
		                 "%zu cells; the matrix has %zu columns", n, m->n_column);
	m->row = mem_grow(m->row, m->n_row, &m->cap_row, sizeof *m->row);
	m->row[m->n_row].line = *l;
	m->row[m->n_row++].cell = cell;
	return true;
}

/* --- steps ----------------------------------------------------------------------------- */

/* "| <x/>": one blank behind the margin belongs to it. */
static bool read_payload_line(struct parsing *p, const struct line *l)
{
	struct view text = view_from(l->text, l->text.n > 1 && l->text.p[1] == ' ' ? 2 : 1);
	struct raw_payload *to;
	struct buf joined = { 0 };

	if (p->step == NULL)
		return wrong(p, l, "a payload without a step before it");
	if (!p->in_payload) {
		p->step->payload = mem_grow(p->step->payload, p->step->n_payload,
		                            &p->step->cap_payload, sizeof *p->step->payload);
		to = &p->step->payload[p->step->n_payload++];
		*to = (struct raw_payload){ text, l->number, l->column + (text.p == l->text.p + 2 ? 2 : 1),
			                     p->without };
		p->without = (struct words){ NULL, 0 };
	} else {
		to = &p->step->payload[p->step->n_payload - 1];
		buf_putv(&joined, to->text);
		buf_putc(&joined, '\n');
		buf_putv(&joined, text);
		to->text = region_copy(p->d->memory, buf_view(&joined));
		buf_free(&joined);
	}
	p->in_payload = true;
	p->alternative = false;
	return true;
}

/* The next word of a line, up to a comment; false: there is none. */
static bool next_word(const struct line *l, struct view *rest, struct word *out,
                      struct region *memory)
{
	size_t i = 0, n = 0;

	while (i < rest->n && rest->p[i] == ' ')
		i++;
	*rest = view_from(*rest, i);
	if (rest->n == 0 || rest->p[0] == '#')
		return false;
	while (n < rest->n && rest->p[n] != ' ')
		n++;
	*out = (struct word){ region_cstr(memory, (struct view){ rest->p, n }), l->number,
		              l->column + (unsigned)(rest->p - l->text.p) };
	*rest = view_from(*rest, n);
	return true;
}

/* "or", "or without REQUIREMENT...": the latter's words in *without. */
static bool is_or(struct parsing *p, const struct line *l, struct words *without)
{
	struct view rest = l->text;
	struct word w;

	*without = (struct words){ NULL, 0 };
	if (!next_word(l, &rest, &w, p->d->memory) || strcmp(w.text, "or") != 0)
		return false;
	if (!next_word(l, &rest, &w, p->d->memory))
		return true;
	if (strcmp(w.text, "without") != 0)
		return false;
	without->item = region_alloc(p->d->memory, (rest.n + 1) * sizeof *without->item);
	while (next_word(l, &rest, &without->item[without->n], p->d->memory))
		without->n++;
	return without->n > 0;
}

static bool read_step(struct parsing *p, const struct line *l)
{
	if (l->text.p[0] == '|')
		return read_payload_line(p, l);
	if (is_or(p, l, &p->without)) {
		if (!p->in_payload)
			return wrong(p, l, "`or` stands between two payloads");
		p->alternative = true;
		p->in_payload = false;
		return true;
	}
	if (p->alternative)
		return wrong(p, l, "a payload must follow behind `or`");
	p->step = add_step(p->steps, l);
	p->in_payload = false;
	return true;
}

static bool read_line(struct parsing *p, const struct line *l)
{
	if (l->column == 1 && p->alternative)
		return wrong(p, l, "a payload must follow behind `or`");
	if (l->column == 1)
		return read_heading(p, l);
	switch (p->section) {
	case IN_HEAD:
		return wrong(p, l, "this line is indented, and nothing was begun");
	case IN_CAST:
		p->d->cast = mem_grow(p->d->cast, p->d->n_cast, &p->d->cap_cast, sizeof *p->d->cast);
		p->d->cast[p->d->n_cast++] = *l;
		return true;
	case IN_MATRIX:
		return read_row(p, l);
	case IN_STEPS:
		return read_step(p, l);
	}
	return false;
}

static bool missing(const struct parsing *p, const char *what)
{
	return fault_set(p->f, p->d->source.file, 1, 1, "there is no `%s`", what);
}

static bool check_whole(const struct parsing *p)
{
	const struct draft *d = p->d;
	const struct scenario *s = d->scenario;

	if (p->alternative)
		return fault_set(p->f, d->source.file, d->source.line[d->source.n - 1].number, 1,
		                 "a payload must follow behind `or`");
	if (s->id.text == NULL)
		return missing(p, "test");
	if (s->title == NULL)
		return missing(p, "title");
	if (s->control.n == 0 && s->canary.text == NULL)
		return missing(p, "control");
	if (s->budget_ms == 0)
		return missing(p, "budget");
	if (d->n_cast == 0)
		return missing(p, "cast");
	if (d->act.line == 0 && d->n_scene == 0)
		return missing(p, "act");
	if (d->n_scene > 0 && d->matrix.line == 0)
		return fault_set(p->f, d->source.file, d->scene[0].line, 1,
		                 "a scene without a matrix that chooses it");
	if (d->act.line != 0 && d->n_scene > 0)
		return fault_set(p->f, d->source.file, d->scene[0].line, 1,
		                 "either `act` or scenes, not both");
	if (d->matrix.line != 0 && d->matrix.n_row == 0)
		return fault_set(p->f, d->source.file, d->matrix.line, 1, "a matrix without rows");
	return true;
}

bool draft_read(const char *path, struct draft *d, struct fault *f)
{
	struct parsing p = { .d = d, .f = f };

	if (!source_read(path, d->memory, &d->source, f))
		return false;
	for (size_t i = 0; i < d->source.n; i++)
		if (!read_line(&p, &d->source.line[i]))
			return false;
	return check_whole(&p);
}

static void steps_free(struct raw_steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->item[i].payload);
	free(s->item);
}

void draft_free(struct draft *d)
{
	steps_free(&d->setup);
	steps_free(&d->act);
	steps_free(&d->after);
	for (size_t i = 0; i < d->n_scene; i++)
		steps_free(&d->scene[i]);
	free(d->scene);
	free(d->cast);
	free(d->matrix.row);
	free(d->source.line);
}
