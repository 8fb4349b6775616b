/* A configuration is tried beside the running system: made in a folder of its own, and
 * given to the profile's `check`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lib/mem.h"
#include "world/instance_private.h"

struct checking {
	struct instance *running;
	struct instance seen; /* as the scripts see it: another folder, other settings */
	char *env[ENV_MAX + 1];
	char log[NAME_MAX];
	void (*done)(void *arg, enum check_result r);
	void *arg;
};

static const struct profile_more *more(const struct checking *c)
{
	return c->running->profile->more;
}

static void end(struct checking *c, enum check_result r)
{
	void (*done)(void *, enum check_result) = c->done;
	void *arg = c->arg;

	for (size_t k = 0; k < c->seen.n_env; k++)
		free(c->env[k]);
	free(c);
	done(arg, r);
}

/* Does the log of this check hold the word that marks a warning?  False and *f: it
 * cannot be read. */
static bool has_warned(const struct checking *c, bool *warned, struct fault *f)
{
	char path[PATH_MAX];
	struct buf text = { 0 };
	bool ok = true;

	*warned = false;
	if (more(c)->check_warns != NULL) {
		ok = beside_log(c->running, c->log, path, f) && beside_read(path, &text, f);
		*warned = ok && view_find(buf_view(&text), view_of(more(c)->check_warns)) <
		                        buf_len(&text);
	}
	buf_free(&text);
	return ok;
}

static void checked(void *arg, struct child *child, int status)
{
	struct checking *c = arg;
	struct fault f = { 0 };
	bool warned = false;

	(void)child;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		end(c, CHECK_BROKEN);
	else if (WEXITSTATUS(status) != 0)
		end(c, CHECK_REFUSED);
	else if (!has_warned(c, &warned, &f))
		end(c, CHECK_BROKEN);
	else
		end(c, warned ? CHECK_WARNED : CHECK_TAKEN);
	fault_free(&f);
}

static bool run(struct checking *c, const char *command,
                void (*exited)(void *arg, struct child *child, int status), struct fault *f)
{
	return beside_run(&c->seen, c->log, command, c->env, exited, c, f);
}

static void policy_made(void *arg, struct child *child, int status)
{
	struct checking *c = arg;
	struct fault f = { 0 };

	(void)child;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CANNOT)
		end(c, CHECK_CANNOT);
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 ||
	         !run(c, more(c)->check, checked, &f))
		end(c, CHECK_BROKEN);
	fault_free(&f);
}

/* The environment of the running one, with what is said anew. */
static void make_env(struct checking *c, const char *policy_tsv, const char *settings)
{
	for (size_t k = 0; k < c->running->n_env; k++) {
		const char *one = c->running->env[k];
		struct buf b = { 0 };

		if (strncmp(one, "FEDLAB_POLICY=", 14) == 0)
			buf_printf(&b, "FEDLAB_POLICY=%s", policy_tsv);
		else if (strncmp(one, "FEDLAB_DIR=", 11) == 0)
			buf_printf(&b, "FEDLAB_DIR=%s", c->seen.dir);
		else if (strncmp(one, "FEDLAB_SETTINGS=", 16) == 0)
			buf_printf(&b, "%s%s%s", one, one[16] != '\0' ? "\n" : "", settings);
		else
			buf_puts(&b, one);
		c->env[k] = buf_take(&b);
	}
	c->seen.n_env = c->running->n_env;
}

bool instance_check(struct instance *i, const char *policy_tsv, const char *settings,
                    void (*done)(void *arg, enum check_result r), void *arg, struct fault *f)
{
	struct checking *c;
	unsigned number = ++i->checks;

	if (((const struct profile_more *)i->profile->more)->check == NULL)
		return fault_set(f, i->profile->dir, 0, 0, "profile: has no `check` line (docs/adapters.md)");
	c = mem_zalloc(sizeof *c);
	*c = (struct checking){ .running = i, .seen = *i, .done = done, .arg = arg };
	snprintf(c->log, sizeof c->log, "%s-check-%u", i->actor, number);
	if (!world_path(i->world, c->log, c->seen.dir, f) ||
	    (mkdir(c->seen.dir, 0777) != 0 &&
	     !fault_set(f, c->seen.dir, 0, 0, "cannot be made: %s", strerror(errno)))) {
		free(c);
		return false;
	}
	make_env(c, policy_tsv, settings);
	if (run(c, more(c)->policy, policy_made, f))
		return true;
	for (size_t k = 0; k < c->seen.n_env; k++)
		free(c->env[k]);
	free(c);
	return false;
}
