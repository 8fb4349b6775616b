#include "lib/tsv.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "lib/text.h"

#define FILE_MAX   (16u << 20)	/* bytes; a catalogue has less than one million */
#define COLUMN_MAX 64

struct row {
	unsigned line;
	size_t first;		/* of its cells */
};

struct tsv {
	struct buf text;
	struct view head[COLUMN_MAX];
	size_t columns;
	struct view *cell;
	size_t cells, cells_cap;
	struct row *row;
	size_t rows, rows_cap;
};

/* Cuts `line` into at most `max` cells; returns how many there are. */
static size_t split(struct view line, struct view *cell, size_t max)
{
	struct view rest = line, one;
	size_t n = 0;
	bool more;

	do {
		more = view_cut(rest, '\t', &one, &rest);
		if (n < max)
			cell[n] = one;
		n++;
	} while (more);
	return n;
}

static bool read_head(struct tsv *t, struct view line, const char *path, struct fault *f)
{
	t->columns = split(line, t->head, COLUMN_MAX);
	if (t->columns > COLUMN_MAX)
		return fault_set(f, path, 1, 0, "%zu columns; at most %d are possible",
		                 t->columns, COLUMN_MAX);
	for (size_t i = 0; i < t->columns; i++) {
		if (t->head[i].n == 0)
			return fault_set(f, path, 1, 0, "column %zu has no name", i + 1);
		for (size_t j = 0; j < i; j++)
			if (view_eq(t->head[i], t->head[j]))
				return fault_set(f, path, 1, 0,
				                 "columns %zu and %zu are both named \"%.*s\"",
				                 j + 1, i + 1, VIEW_ARG(t->head[i]));
	}
	return true;
}

static bool read_row(struct tsv *t, struct view line, unsigned number, const char *path,
                     struct fault *f)
{
	struct view cell[COLUMN_MAX];
	size_t n = split(line, cell, COLUMN_MAX);

	if (n != t->columns)
		return fault_set(f, path, number, 0, "%zu cell%s, but the header has %zu",
		                 n, n == 1 ? "" : "s", t->columns);
	t->row = mem_grow(t->row, t->rows, &t->rows_cap, sizeof *t->row);
	t->row[t->rows++] = (struct row){ number, t->cells };
	for (size_t i = 0; i < n; i++) {
		t->cell = mem_grow(t->cell, t->cells, &t->cells_cap, sizeof *t->cell);
		t->cell[t->cells++] = cell[i];
	}
	return true;
}

static bool read_table(struct tsv *t, const char *path, struct fault *f)
{
	struct view rest = buf_view(&t->text), line;
	unsigned number = 0;

	if (rest.n == 0)
		return fault_set(f, path, 0, 0, "empty: a header line is needed");
	while (rest.n != 0) {
		view_cut(rest, '\n', &line, &rest);
		number++;
		if (memchr(line.p, '\0', line.n) != NULL || memchr(line.p, '\r', line.n) != NULL)
			return fault_set(f, path, number, 0, "a NUL or carriage return stands in it");
		if (!text_utf8_valid(line))
			return fault_set(f, path, number, 0, "not UTF-8");
		if (number == 1 ? !read_head(t, line, path, f)
		                : !read_row(t, line, number, path, f))
			return false;
	}
	return true;
}

struct tsv *tsv_open(const char *path, struct fault *f)
{
	struct tsv *t = mem_zalloc(sizeof *t);

	if (!file_read(path, FILE_MAX, &t->text, f) || !read_table(t, path, f))
		tsv_close(&t);
	return t;
}

void tsv_close(struct tsv **tp)
{
	struct tsv *t = *tp;

	if (t == NULL)
		return;
	buf_free(&t->text);
	free(t->cell);
	free(t->row);
	free(t);
	*tp = NULL;
}

size_t tsv_rows(const struct tsv *t)
{
	return t->rows;
}

int tsv_column(const struct tsv *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++)
		if (view_is(t->head[i], name))
			return (int)i;
	return -1;
}

struct view tsv_cell(const struct tsv *t, size_t row, int column)
{
	assert(row < t->rows && column >= 0 && (size_t)column < t->columns);
	return t->cell[t->row[row].first + (size_t)column];
}

unsigned tsv_line(const struct tsv *t, size_t row)
{
	assert(row < t->rows);
	return t->row[row].line;
}
