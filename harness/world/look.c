/* What a system tells its operator: the profile's `look` command, the counters in what
 * that prints, and words in all that was ever printed. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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
	char path[PATH_MAX];
	struct fault f = { 0 };
	bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
	          beside_log(l->at, l->log, path, &f);

	(void)child;
	fault_free(&f);
	l->done(l->arg, ok ? path : NULL);
	free(l);
}

bool instance_look(struct instance *i, void (*done)(void *arg, const char *path), void *arg,
                   struct fault *f)
{
	struct looking *l;

	if (more(i)->look == NULL)
		return fault_set(f, i->profile->dir, 0, 0,
		                 "profile: has no `look` line (docs/adapters.md)");
	l = mem_zalloc(sizeof *l);
	*l = (struct looking){ .at = i, .done = done, .arg = arg };
	snprintf(l->log, sizeof l->log, "%s-look-%u", i->actor, ++i->looks);
	if (beside_run(i, l->log, more(i)->look, NULL, looked, l, f))
		return true;
	free(l);
	return false;
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

/* Is it this sample; its number. */
static bool is_sample(struct view line, struct view sample, uint64_t *out)
{
	return view_starts(line, sample) && line.n > sample.n && line.p[sample.n] == ' ' &&
	       text_u64(view_trim(view_from(line, sample.n)), 0, UINT64_MAX, out);
}

bool instance_counter(const struct instance *i, const char *name, const char *path,
                      uint64_t *value, struct fault *f)
{
	const struct named_text *c = counter_named(i, name);
	struct buf all = { 0 };
	struct view rest, line;
	uint64_t one;
	bool ok = c != NULL && beside_read(path, &all, f), found = false;

	*value = 0;
	rest = ok ? buf_view(&all) : VIEW("");
	while (rest.n != 0) {
		(void)view_cut(rest, '\n', &line, &rest);
		if (is_sample(line, view_of(c->text), &one)) {
			*value += one;
			found = true;
		}
	}
	buf_free(&all);
	if (c == NULL)
		return fault_set(f, i->profile->dir, 0, 0,
		                 "profile: has no `counter %s` line (docs/adapters.md)", name);
	if (ok && !found)
		fault_set(f, path, 0, 0,
		          "no line begins with `%s` and a number: does the program run, and "
		          "is this what it calls %s?",
		          c->text, name);
	return found;
}

/* --- what was printed --------------------------------------------------------------------------- */

/* ACTOR.log, ACTOR-NAME.log */
static bool is_log_of(const struct instance *i, struct view name)
{
	size_t n = strlen(i->actor);

	return name.n >= n + 4 && view_starts(name, view_of(i->actor)) &&
	       (name.p[n] == '.' || name.p[n] == '-') &&
	       view_is(view_from(name, name.n - 4), ".log");
}

static bool look_into(const struct instance *i, const char *name, struct view text,
                      unsigned *logs, struct fault *f)
{
	char path[PATH_MAX];
	struct buf all = { 0 };
	bool ok = world_path(i->world, name, path, f) && beside_read(path, &all, f);

	*logs += ok && view_find(buf_view(&all), text) < buf_len(&all);
	buf_free(&all);
	return ok;
}

/* Was there one of each program?  All that are there have been read. */
static bool has_logs(const struct instance *i, struct fault *f)
{
	char path[PATH_MAX];

	for (size_t k = 0; k < i->n_process; k++) {
		if (!beside_log(i, i->process[k].name, path, f))
			return false;
		if (access(path, R_OK) != 0)
			return fault_set(f, path, 0, 0, "there is no such log to look into: %s",
			                 strerror(errno));
	}
	return true;
}

bool instance_printed(const struct instance *i, const char *text, unsigned *logs,
                      struct fault *f)
{
	DIR *dir;
	struct dirent *d;
	bool ok = true;

	*logs = 0;
	if (text[0] == '\0')
		return fault_set(f, i->world->dir, 0, 0,
		                 "an empty text stands everywhere: say what to look for");
	dir = opendir(i->world->dir);
	if (dir == NULL)
		return fault_set(f, i->world->dir, 0, 0, "its logs cannot be read: %s",
		                 strerror(errno));
	while (ok && (d = readdir(dir)) != NULL)
		if (is_log_of(i, view_of(d->d_name)))
			ok = look_into(i, d->d_name, view_of(text), logs, f);
	closedir(dir);
	return ok && has_logs(i, f);
}
