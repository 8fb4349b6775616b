#include "scenario/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/map.h"
#include "lib/mem.h"
#include "lib/region.h"
#include "lib/suggest.h"
#include "lib/tsv.h"

struct catalogue {
	struct region *memory;
	struct requirement **item;
	size_t n, cap;
	struct map *by_id;
};

static int is_tsv(const struct dirent *d)
{
	return d->d_name[0] != '.' && view_ends(view_of(d->d_name), VIEW(".tsv"));
}

struct reading {
	struct catalogue *c;
	const struct tsv *t;
	const char *path;
	const char *name;	/* of the catalogue */
	struct fault *f;
};

static const char *cell(const struct reading *r, size_t row, const char *column)
{
	int at = tsv_column(r->t, column);

	return at < 0 ? "" : region_cstr(r->c->memory, tsv_cell(r->t, row, at));
}

static bool read_row(const struct reading *r, size_t row)
{
	struct requirement *q = region_alloc(r->c->memory, sizeof *q);
	const struct requirement *other;

	q->id = cell(r, row, "id");
	q->catalogue = r->name;
	q->spec = cell(r, row, "spec");
	q->section = cell(r, row, "section");
	q->level = cell(r, row, "level");
	q->role = cell(r, row, "role");
	q->text = cell(r, row, "requirement");
	q->severity = cell(r, row, "severity");
	if (q->id[0] == '\0')
		return fault_set(r->f, r->path, tsv_line(r->t, row), 1, "a requirement without id");
	other = map_put(r->c->by_id, view_of(q->id), q);
	if (other != NULL)
		return fault_set(r->f, r->path, tsv_line(r->t, row), 1,
		                 "a second requirement \"%s\"; the first is in %s.tsv", q->id,
		                 other->catalogue);
	r->c->item = mem_grow(r->c->item, r->c->n, &r->c->cap, sizeof *r->c->item);
	r->c->item[r->c->n++] = q;
	return true;
}

static bool read_file(struct catalogue *c, const char *dir, const char *file, struct fault *f)
{
	struct buf path = { 0 };
	struct view name = view_of(file);
	struct tsv *t;
	bool ok = true;

	name.n -= 4;	/* .tsv */
	buf_printf(&path, "%s/%s", dir, file);
	t = tsv_open(buf_cstr(&path), f);
	if (t == NULL) {
		buf_free(&path);
		return false;
	}
	/* Other tables stand in the same folder. */
	if (tsv_column(t, "id") >= 0 && tsv_column(t, "requirement") >= 0) {
		struct reading r = { c, t, buf_cstr(&path), region_cstr(c->memory, name), f };

		for (size_t i = 0; i < tsv_rows(t) && ok; i++)
			ok = read_row(&r, i);
	}
	tsv_close(&t);
	buf_free(&path);
	return ok;
}

/* --- what is left out ------------------------------------------------------------- */

static bool exclude(const struct reading *r, size_t row)
{
	const char *id = cell(r, row, "id"), *clause = cell(r, row, "clause"),
	           *reason = cell(r, row, "reason");
	struct requirement *q = map_get(r->c->by_id, view_of(id));
	unsigned line = tsv_line(r->t, row);

	if (q == NULL)
		return fault_set(r->f, r->path, line, 1, "no catalogue has a requirement \"%s\"", id);
	if (q->clause != NULL)
		return fault_set(r->f, r->path, line, 1, "%s is excluded twice", id);
	if (clause[0] == '\0' || reason[0] == '\0')
		return fault_set(r->f, r->path, line, 1, "%s is excluded without %s", id,
		                 clause[0] == '\0' ? "a clause" : "a reason");
	q->clause = clause;
	q->reason = reason;
	return true;
}

/* A folder without the file leaves nothing out. */
static bool read_excluded(struct catalogue *c, const char *dir, struct fault *f)
{
	struct buf path = { 0 };
	struct tsv *t = NULL;
	bool ok = true;

	buf_printf(&path, "%s/excluded.tsv", dir);
	if (access(buf_cstr(&path), F_OK) == 0) {
		t = tsv_open(buf_cstr(&path), f);
		ok = t != NULL;
	}
	for (size_t i = 0; t != NULL && i < tsv_rows(t) && ok; i++)
		ok = exclude(&(struct reading){ c, t, buf_cstr(&path), "excluded", f }, i);
	tsv_close(&t);
	buf_free(&path);
	return ok;
}

struct catalogue *catalogue_load(const char *dir, struct fault *f)
{
	struct catalogue *c;
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, is_tsv, alphasort);
	bool ok = true;

	if (n < 0) {
		fault_set(f, dir, 0, 0, "cannot read: %s", strerror(errno));
		return NULL;
	}
	c = mem_zalloc(sizeof *c);
	c->memory = region_new();
	c->by_id = map_new();
	for (int i = 0; i < n; i++) {
		ok = ok && read_file(c, dir, entry[i]->d_name, f);
		free(entry[i]);
	}
	free(entry);
	if (ok && c->n == 0)
		ok = fault_set(f, dir, 0, 0, "holds no catalogue of requirements");
	ok = ok && read_excluded(c, dir, f);
	if (!ok)
		catalogue_free(&c);
	return c;
}

void catalogue_free(struct catalogue **cp)
{
	if (*cp == NULL)
		return;
	map_free(&(*cp)->by_id);
	region_free(&(*cp)->memory);
	free((*cp)->item);
	free(*cp);
	*cp = NULL;
}

const struct requirement *requirement_find(const struct catalogue *c, struct view id)
{
	return map_get(c->by_id, id);
}

const char *requirement_nearest(const struct catalogue *c, struct view id)
{
	const char **ids = mem_array(c->n + 1, sizeof *ids);
	const char *near;

	for (size_t i = 0; i < c->n; i++)
		ids[i] = c->item[i]->id;
	near = suggest(id, ids, c->n);
	free(ids);
	return near;
}

size_t catalogue_count(const struct catalogue *c)
{
	return c->n;
}

const struct requirement *catalogue_at(const struct catalogue *c, size_t i)
{
	return c->item[i];
}
