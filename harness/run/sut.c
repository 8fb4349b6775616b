#include "run/sut.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/suggest.h"
#include "scenario/needs.h"

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static bool has_profile(const char *peers_dir, const char *name)
{
	struct buf path = { 0 };
	bool there;

	buf_printf(&path, "%s/%s/profile", peers_dir, name);
	there = name[0] != '\0' && strchr(name, '/') == NULL &&
	        access(buf_cstr(&path), F_OK) == 0;
	buf_free(&path);
	return there;
}

static bool no_such(const char *peers_dir, const char *name, struct fault *f)
{
	struct dirent **entry = NULL;
	int n = scandir(peers_dir, &entry, visible, alphasort);
	const char **names = calloc((size_t)(n > 0 ? n : 0) + 1, sizeof *names);
	struct buf all = { 0 };
	const char *near;
	size_t known = 0;

	for (int i = 0; names != NULL && i < n; i++)
		if (has_profile(peers_dir, entry[i]->d_name)) {
			names[known++] = entry[i]->d_name;
			buf_printf(&all, "%s%s", buf_len(&all) != 0 ? ", " : "",
			           entry[i]->d_name);
		}
	near = suggest(view_of(name), names, known);
	if (near != NULL)
		fault_set(f, NULL, 0, 0,
		          "no system \"%s\": there is no %s/%s/profile; did you mean "
		          "\"%s\"?",
		          name, peers_dir, name, near);
	else
		fault_set(f, NULL, 0, 0,
		          "no system \"%s\": a folder of %s/ with a profile is "
		          "needed, or the path of one (./%s); there are %s",
		          name, peers_dir, name,
		          known != 0 ? buf_cstr(&all) : "none (is this the folder of fedlab?)");
	for (int i = 0; i < n; i++)
		free(entry[i]);
	free(entry);
	free(names);
	buf_free(&all);
	return false;
}

static bool wrong(const char *peers_dir, const struct profile *p, unsigned line,
                  const char *what, const char *word, const char *near, struct fault *f)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s/profile", peers_dir, p->name);
	fault_set(f, buf_cstr(&path), line, 0, "%s \"%s\"%s%s%s", what, word,
	          near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	          near != NULL ? "\"?" : "");
	buf_free(&path);
	return false;
}

static bool claims_are_known(const char *peers_dir, const struct profile *p, struct fault *f)
{
	for (size_t i = 0; i < p->n_claim; i++)
		if (!claim_is_known(view_of(p->claim[i])))
			return wrong(peers_dir, p, p->claim_line[i],
			             "nothing can be claimed that is called", p->claim[i],
			             claim_nearest(view_of(p->claim[i])), f);
	return true;
}

static bool class_is_known(const char *word, const char **near)
{
	const char *words[CLASS_CRASH];
	size_t n = 0;

	for (enum fail_class c = CLASS_NONE + 1; c <= CLASS_CRASH; c++) {
		words[n++] = class_word(c);
		if (strcmp(word, class_word(c)) == 0)
			return true;
	}
	*near = suggest(view_of(word), words, n);
	return false;
}

static bool deviations_are_known(const char *peers_dir, const struct profile *p,
                                 const struct catalogue *cat, struct fault *f)
{
	const char *near = NULL;

	for (size_t i = 0; i < p->n_known; i++) {
		const struct known_deviation *k = &p->known[i];

		if (requirement_find(cat, view_of(k->requirement)) == NULL)
			return wrong(peers_dir, p, k->line, "no catalogue has a requirement",
			             k->requirement,
			             requirement_nearest(cat, view_of(k->requirement)), f);
		if (!class_is_known(k->class_, &near))
			return wrong(peers_dir, p, k->line, "no failure is of the class",
			             k->class_, near, f);
	}
	return true;
}

static struct profile *load(const struct catalogue *cat, const char *peers_dir,
                            const char *name, struct fault *f)
{
	struct profile *p = profile_load(peers_dir, name, f);

	if (p != NULL && (!claims_are_known(peers_dir, p, f) ||
	                  (cat != NULL && !deviations_are_known(peers_dir, p, cat, f))))
		profile_free(&p);
	return p;
}

/* A folder anywhere: its real path, so that `.` and `acme/` have a name, too. */
static struct profile *load_from(const struct catalogue *cat, const char *folder, struct fault *f)
{
	char path[PATH_MAX], *name;

	if (realpath(folder, path) == NULL) {
		fault_set(f, folder, 0, 0, "no such folder: %s", strerror(errno));
		return NULL;
	}
	name = strrchr(path, '/');
	*name++ = '\0';
	if (!has_profile(path, name)) {
		fault_set(f, folder, 0, 0, "there is no file \"profile\" in it (docs/adapters.md)");
		return NULL;
	}
	return load(cat, path, name, f);
}

bool sut_is_path(const char *name)
{
	return strchr(name, '/') != NULL;
}

static bool is_plain(const char *word)
{
	for (; *word != '\0'; word++)
		if (!isalnum((unsigned char)*word) && strchr("/._-+,@%:", *word) == NULL)
			return false;
	return true;
}

char *sut_called(const char *name)
{
	char path[PATH_MAX];
	struct buf b = { 0 };

	if (sut_is_path(name) && realpath(name, path) != NULL)
		name = path;
	if (is_plain(name))
		return mem_strdup(name);
	buf_putc(&b, '\'');
	for (; *name != '\0'; name++)
		if (*name == '\'')
			buf_puts(&b, "'\\''");
		else
			buf_putc(&b, *name);
	buf_putc(&b, '\'');
	return buf_take(&b);
}

struct profile *sut_load(const struct catalogue *cat, const char *peers_dir, const char *name,
                         struct fault *f)
{
	if (sut_is_path(name))
		return load_from(cat, name, f);
	if (has_profile(peers_dir, name))
		return load(cat, peers_dir, name, f);
	no_such(peers_dir, name, f);
	return NULL;
}
