#include "run/mutant.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/suggest.h"
#include "run/critical.h"

static bool read_head(const char *file, struct buf *out, struct fault *f)
{
	FILE *from = fopen(file, "r");
	size_t n;

	if (from == NULL)
		return fault_set(f, file, 0, 0, "cannot read: %s", strerror(errno));
	n = fread(buf_room(out, 4096), 1, 4096, from);
	buf_grew(out, n);
	fclose(from);
	return true;
}

static unsigned line_of(struct view text, size_t at)
{
	unsigned line = 1;

	for (size_t i = 0; i < at; i++)
		line += text.p[i] == '\n';
	return line;
}

/* The ids behind "Breaks", up to the full stop that ends the comment. */
static bool read_breaks(struct mutant *m, struct view head, const struct catalogue *cat,
                        struct fault *f)
{
	size_t at = view_find(head, VIEW("Breaks "));
	size_t end = view_find(head, VIEW("*/"));
	struct view rest, word;

	if (at >= end)
		return fault_set(f, m->file, 1, 0,
		                 "the first comment does not say \"Breaks ID, ID.\"");
	rest = (struct view){ head.p + at + 7, end - at - 7 };
	for (size_t i = 0; i < rest.n;) {
		size_t from = i;

		while (i < rest.n && strchr(" ,\t\n*", rest.p[i]) == NULL)
			i++;
		word = (struct view){ rest.p + from, i - from };
		if (view_ends(word, VIEW(".")))
			word.n--;
		if (word.n > 0) {
			if (requirement_find(cat, word) == NULL)
				return fault_set(f, m->file, line_of(head, at), 0,
				                 "no such requirement: \"%.*s\"",
				                 VIEW_ARG(word));
			m->breaks = mem_resize(m->breaks,
			                       (m->n_breaks + 1) * sizeof *m->breaks);
			m->breaks[m->n_breaks++] = view_dup(word);
		}
		i++;
	}
	return m->n_breaks > 0 ||
	       fault_set(f, m->file, line_of(head, at), 0, "breaks no requirement");
}

static bool is_of_gateway(struct view head)
{
	return view_find(head, VIEW("\n#include \"gateway/")) < head.n ||
	       view_find(head, VIEW("\n#include \"sip/")) < head.n;
}

static int is_source(const struct dirent *d)
{
	return view_ends(view_of(d->d_name), VIEW(".c"));
}

bool mutants_load(const char *dir, const struct catalogue *cat, struct mutants *out,
                  struct fault *f)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, is_source, alphasort);
	bool ok = true;

	memset(out, 0, sizeof *out);
	if (n < 0)
		return fault_set(f, dir, 0, 0, "cannot read: %s", strerror(errno));
	out->item = mem_array((size_t)n + 1, sizeof *out->item);
	for (int i = 0; i < n; i++) {
		struct mutant *m = &out->item[out->n];
		struct buf path = { 0 }, head = { 0 };

		if (ok) {
			buf_printf(&path, "%s/%s", dir, entry[i]->d_name);
			m->file = buf_take(&path);
			m->name = view_dup((struct view){ entry[i]->d_name,
			                                  strlen(entry[i]->d_name) - 2 });
			out->n++;
			ok = read_head(m->file, &head, f) &&
			     read_breaks(m, buf_view(&head), cat, f);
			m->sut = is_of_gateway(buf_view(&head)) ? "ref" : "ref-edge";
			buf_free(&head);
		}
		free(entry[i]);
	}
	free(entry);
	if (!ok)
		mutants_free(out);
	return ok;
}

void mutants_free(struct mutants *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->item[i].name);
		free(m->item[i].file);
		for (size_t k = 0; k < m->item[i].n_breaks; k++)
			free(m->item[i].breaks[k]);
		free(m->item[i].breaks);
	}
	free(m->item);
	memset(m, 0, sizeof *m);
}

const struct mutant *mutant_find(const struct mutants *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->item[i].name, name) == 0)
			return &m->item[i];
	return NULL;
}

const char *mutant_program(const struct mutant *m)
{
	return strcmp(m->sut, "ref") == 0 ? "fed-gateway" : "fed-edge";
}

bool mutant_breaks(const struct mutant *m, const char *requirement)
{
	for (size_t i = 0; i < m->n_breaks; i++)
		if (strcmp(m->breaks[i], requirement) == 0)
			return true;
	return false;
}

/* --- both ways: scenarios name mutants, mutants are named by scenarios -------- */

static bool is_named(const struct lab *lab, const char *mutant)
{
	for (size_t i = 0; i < lab->suite.n; i++)
		for (size_t k = 0; k < lab->suite.item[i]->kills.n; k++)
			if (strcmp(lab->suite.item[i]->kills.item[k].text, mutant) == 0)
				return true;
	return false;
}

static bool kills_exist(const struct scenario *s, const struct mutants *m)
{
	const char **names = mem_array(m->n + 1, sizeof *names);
	bool ok = true;

	for (size_t i = 0; i < m->n; i++)
		names[i] = m->item[i].name;
	for (size_t k = 0; k < s->kills.n; k++) {
		const struct word *w = &s->kills.item[k];
		const char *near;

		if (mutant_find(m, w->text) != NULL)
			continue;
		near = suggest(view_of(w->text), names, m->n);
		fprintf(stderr, "%s:%u:%u: no mutant \"%s\" in harness/mutants/%s%s%s\n",
		        s->file, w->line, w->column, w->text,
		        near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
		        near != NULL ? "\"?" : "");
		ok = false;
	}
	free(names);
	return ok;
}

static bool load_or_say(const struct lab *lab, struct mutants *m)
{
	struct fault f = { 0 };
	bool ok = mutants_load("harness/mutants", lab->catalogue, m, &f);

	if (!ok) {
		fault_print(&f, stderr);
		fputc('\n', stderr);
		fault_free(&f);
	}
	return ok;
}

bool lab_check_kills(const struct lab *lab, const struct scenario *s)
{
	struct mutants m;
	bool ok;

	if (!load_or_say(lab, &m))
		return false;
	ok = kills_exist(s, &m);
	mutants_free(&m);
	return ok;
}

static void say_unnoticed(void *arg, const struct requirement *q, const struct scenario *by)
{
	bool *ok = arg;

	*ok = false;
	fprintf(stderr,
	        "%s:1: %s is critical, and no mutant that breaks it is killed by a scenario "
	        "that proves it\n",
	        by->file, q->id);
}

bool lab_check_mutants(const struct lab *lab)
{
	struct mutants m;
	bool ok = true;

	if (!load_or_say(lab, &m))
		return false;
	for (size_t i = 0; i < lab->suite.n; i++)
		ok &= kills_exist(lab->suite.item[i], &m);
	for (size_t i = 0; i < m.n; i++)
		if (!is_named(lab, m.item[i].name)) {
			fprintf(stderr, "%s:1: no scenario says that it kills this mutant\n",
			        m.item[i].file);
			ok = false;
		}
	critical_unnoticed(&lab->suite, lab->catalogue, &m, say_unnoticed, &ok);
	mutants_free(&m);
	return ok;
}
