/* All scenarios below a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/evp.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"
#include "scenario/scenario.h"
#include "scenario/tree.h"

#define FOLDERS_MOST 8		/* levels; the suite has two */

struct loading {
	const struct catalogue *cat;
	struct suite *out;
	size_t cap;
	void (*fn)(void *arg, const struct fault *);
	void *arg;
	bool ok;
};

static void tell(struct loading *l, struct fault *f)
{
	l->ok = false;
	l->fn(l->arg, f);
	fault_free(f);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void load_one(struct loading *l, const char *path)
{
	struct fault f = { 0 };
	struct scenario *s = scenario_load(path, l->cat, &f);

	if (s == NULL) {
		tell(l, &f);
		return;
	}
	l->out->item = mem_grow(l->out->item, l->out->n, &l->cap, sizeof *l->out->item);
	l->out->item[l->out->n++] = s;
}

static void walk(struct loading *l, const char *dir, unsigned depth)
{
	struct dirent **entry = NULL;
	int n = scandir(dir, &entry, visible, alphasort);
	struct fault f = { 0 };

	if (n < 0 || depth == FOLDERS_MOST) {
		fault_set(&f, dir, 0, 0, "cannot read: %s",
		          n < 0 ? strerror(errno) : "too many folders in folders");
		tell(l, &f);
	}
	for (int i = 0; i < n; i++) {
		struct buf path = { 0 };
		struct stat st;

		buf_printf(&path, "%s/%s", dir, entry[i]->d_name);
		if (depth < FOLDERS_MOST && stat(buf_cstr(&path), &st) == 0) {
			if (S_ISDIR(st.st_mode))
				walk(l, buf_cstr(&path), depth + 1);
			else if (view_ends(view_of(entry[i]->d_name), VIEW(".scn")))
				load_one(l, buf_cstr(&path));
		}
		buf_free(&path);
		free(entry[i]);
	}
	free(entry);
}

static int by_id(const void *a, const void *b)
{
	const struct scenario *const *x = a, *const *y = b;

	return strcmp((*x)->id.text, (*y)->id.text);
}

static void check_ids(struct loading *l)
{
	for (size_t i = 1; i < l->out->n; i++) {
		const struct scenario *s = l->out->item[i], *before = l->out->item[i - 1];
		struct fault f = { 0 };

		if (strcmp(s->id.text, before->id.text) != 0)
			continue;
		fault_set(&f, s->file, s->id.line, s->id.column, "%s is the id of %s already",
		          s->id.text, before->file);
		tell(l, &f);
	}
}

static void check_control(struct loading *l, const struct scenario *s, const struct word *w)
{
	const char **ids;
	const char *near;
	struct fault f = { 0 };

	if (strcmp(w->text, "none") == 0 || strcmp(w->text, "self") == 0 ||
	    suite_find(l->out, w->text) != NULL)
		return;
	ids = mem_array(l->out->n + 1, sizeof *ids);
	for (size_t i = 0; i < l->out->n; i++)
		ids[i] = l->out->item[i]->id.text;
	near = suggest(view_of(w->text), ids, l->out->n);
	fault_set(&f, s->file, w->line, w->column, "there is no scenario %s%s%s%s", w->text,
	          near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	          near != NULL ? "\"?" : "");
	free(ids);
	tell(l, &f);
}

bool suite_load(const char *dir, const struct catalogue *cat, struct suite *out,
                void (*fn)(void *arg, const struct fault *), void *arg)
{
	struct loading l = { cat, out, 0, fn, arg, true };

	memset(out, 0, sizeof *out);
	walk(&l, dir, 0);
	if (out->n > 0)
		qsort(out->item, out->n, sizeof *out->item, by_id);
	check_ids(&l);
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < out->item[i]->control.n; k++)
			check_control(&l, out->item[i], &out->item[i]->control.item[k]);
	return l.ok;
}

void suite_free(struct suite *s)
{
	for (size_t i = 0; i < s->n; i++)
		scenario_free(&s->item[i]);
	free(s->item);
	memset(s, 0, sizeof *s);
}

const struct scenario *suite_find(const struct suite *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->item[i]->id.text, id) == 0)
			return s->item[i];
	return NULL;
}

void suite_digest(const struct suite *s, char *out)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct buf head = { 0 };

	if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		abort();	/* as lib/mem.h: no memory */
	for (size_t i = 0; i < s->n; i++) {
		const struct tree *tree = s->item[i]->tree;

		/* Where the suite lies does not count; what it says does. */
		buf_clear(&head);
		buf_printf(&head, "%s/%s %zu\n", s->item[i]->chapter, s->item[i]->id.text,
		           tree->bytes.n);
		if (EVP_DigestUpdate(ctx, buf_cstr(&head), buf_len(&head)) != 1 ||
		    EVP_DigestUpdate(ctx, tree->bytes.p, tree->bytes.n) != 1)
			abort();
	}
	if (EVP_DigestFinal_ex(ctx, sum, &n) != 1 || n != 32)
		abort();
	text_hex_to((struct view){ (const char *)sum, n }, out);
	EVP_MD_CTX_free(ctx);
	buf_free(&head);
}
