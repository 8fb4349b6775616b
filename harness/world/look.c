/* What a system tells its operator: the profile's `look` command, the counters in what
 * that prints, and words in all that was ever printed. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "lib/mem.h"
#include "lib/text.h"
#include "world/instance_private.h"

struct looking {
	struct instance *at;
	char log[NAME_MAX];
	void (*done)(void *arg, const char *path);
	void *arg;
};

static const struct profile_more *more(const struct instance *i)
{
	return i->profile->more;
}

static void looked(void *arg, struct child *child, int status)
{
	struct looking *l = arg;
	char path[PATH_MAX], name[NAME_MAX + 5];
	struct fault f = { 0 };
	bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	(void)child;
	snprintf(name, sizeof name, "%s.log", l->log);
	ok = ok && world_path(l->at->world, name, path, &f);
	fault_free(&f);
	l->done(l->arg, ok ? path : NULL);
	free(l);
}

bool instance_look(struct instance *i, void (*done)(void *arg, const char *path), void *arg,
                   struct fault *f)
{
	struct looking *l = mem_zalloc(sizeof *l);
	struct buf memory = { 0 };
	char *argv[ARGS_MAX + 1];
	struct child_settings s = { .name = l->log, .argv = argv, .cwd = i->dir };
	bool ok = more(i)->look != NULL ||
	          fault_set(f, i->profile->dir, 0, 0, "profile: has no `look` line");

	*l = (struct looking){ .at = i, .done = done, .arg = arg };
	snprintf(l->log, sizeof l->log, "%s-look-%u", i->actor, ++i->looks);
	ok = ok && filled_words(i->profile, i, more(i)->look, &memory, argv, f) &&
	     child_start(i->world, &s, looked, l, f) != NULL;
	buf_free(&memory);
	if (!ok)
		free(l);
	return ok;
}

/* --- counters ------------------------------------------------------------------------------- */

static const struct named_text *counter_named(const struct instance *i, const char *name)
{
	for (size_t k = 0; k < more(i)->n_counter; k++)
		if (strcmp(more(i)->counter[k].name, name) == 0)
			return &more(i)->counter[k];
	return NULL;
}

bool instance_counts(const struct instance *i, const char *name)
{
	return more(i)->look != NULL && counter_named(i, name) != NULL;
}

/* Of several programs, or several samples, the sum. */
uint64_t instance_counter(const struct instance *i, const char *name, const char *path)
{
	const struct named_text *c = counter_named(i, name);
	FILE *from = c != NULL ? fopen(path, "re") : NULL;
	uint64_t sum = 0, one;
	char line[4000];

	while (from != NULL && fgets(line, sizeof line, from) != NULL)
		if (view_starts(view_of(line), view_of(c->text)) &&
		    line[strlen(c->text)] == ' ' &&
		    text_u64(view_trim(view_of(line + strlen(c->text))), 0, UINT64_MAX, &one))
			sum += one;
	if (from != NULL)
		fclose(from);
	return sum;
}

/* --- what was printed --------------------------------------------------------------------------- */

static bool holds(const char *path, const char *text)
{
	struct buf all = { 0 };
	FILE *from = fopen(path, "re");
	size_t got = 1;
	bool found;

	while (from != NULL && got > 0) {
		got = fread(buf_room(&all, 65536), 1, 65536, from);
		buf_grew(&all, got);
	}
	if (from != NULL)
		fclose(from);
	found = view_find(buf_view(&all), view_of(text)) < buf_len(&all);
	buf_free(&all);
	return found;
}

unsigned instance_printed(const struct instance *i, const char *text)
{
	DIR *dir = opendir(i->world->dir);
	struct dirent *d;
	char path[PATH_MAX];
	struct fault f = { 0 };
	unsigned n = 0;

	while (dir != NULL && (d = readdir(dir)) != NULL) {
		struct view name = view_of(d->d_name);

		if (name.n > 4 && view_starts(name, view_of(i->actor)) &&
		    view_is(view_from(name, name.n - 4), ".log") &&
		    world_path(i->world, d->d_name, path, &f))
			n += holds(path, text);
	}
	fault_free(&f);
	if (dir != NULL)
		closedir(dir);
	return n;
}
